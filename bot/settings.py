"""Settings: from the environment (`RASOAT_…`) or `rasoat.toml`, checked once at the start, frozen afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date, datetime
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from domain.quota import CEILING
from domain.wording import operator as say

PREFIX = "RASOAT_"
SECRET_LENGTH = 32  # a webhook's secret shorter than this can be guessed
OF_TESTS = "TEST_"
OA_API, OA_OAUTH = "https://openapi.zalo.me", "https://oauth.zaloapp.com"
OA_NEEDS = ("app_id", "app_secret", "oa_secret")


class WrongSetting(ValueError):
    """A setting that stops the start; the text is one line that names it."""


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(say.NO_WEB_ADDRESS)
    return value.rstrip("/")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValueError(say.NO_ZONE) from fault
    return value


def _with_offset(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(say.NO_OFFSET)
    return value


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _addresses(value: str) -> str:
    for part in _listed(value):
        try:
            ip_network(part, strict=False)
        except ValueError as fault:
            raise ValueError(say.NO_ADDRESS.format(part=part)) from fault
    return value


def _bare_name(value: str) -> str:
    """Take the @ off that people write before a bot's name."""
    return value.strip().lstrip("@")


WebAddress = Annotated[str, AfterValidator(_web_address)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Telegram(_Part):
    """The Telegram bot. Without a webhook address the bot polls."""

    token: SecretStr | None = None
    api_base: WebAddress = "https://api.telegram.org"
    username: Annotated[str, AfterValidator(_bare_name)] | None = None
    webhook_url: WebAddress | None = None
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)

    @field_validator("webhook_secret")
    @classmethod
    def _webhook_has_a_secret(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if info.data.get("webhook_url") is not None:  # checked before, since it stands above
            secret = value.get_secret_value() if value else ""
            if len(secret) < SECRET_LENGTH:
                raise ValueError(say.SECRET_SHORT.format(length=SECRET_LENGTH))
            letters = secret.replace("-", "").replace("_", "")
            if not letters.isascii() or not letters.isalnum():
                raise ValueError(say.SECRET_LETTERS)
        return value


class ZaloBot(_Part):
    """The bot on the Zalo Bot Platform. With a webhook secret Zalo delivers; without one the bot polls."""

    token: SecretStr | None = None
    api_base: WebAddress = "https://bot-api.zaloplatforms.com"
    webhook_secret: SecretStr | None = None


class ZaloOa(_Part):
    """The Zalo Official Account: all of its parts, or none."""

    app_id: str | None = None
    app_secret: SecretStr | None = None
    oa_secret: SecretStr | None = None
    refresh_token: SecretStr | None = None  # the first one; later ones are kept in the database
    api_base: WebAddress = OA_API
    oauth_base: WebAddress | None = None  # where tokens are had; with another api_base the same, unless told
    template_id: str | None = None  # for whoever has not written for seven days

    @property
    def is_set(self) -> bool:
        """Whether the account is set up."""
        return self.app_id is not None

    @property
    def tokens_from(self) -> str:
        """Where tokens are had."""
        if self.oauth_base is not None:
            return self.oauth_base
        return OA_OAUTH if self.api_base == OA_API else self.api_base


class Web(_Part):
    """Where our own web server listens and how the world reaches it."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: WebAddress | None = None
    pin: Literal["off", "on"] = "off"  # a PIN of their own before somebody is shown a record whole
    # reverse proxies, addresses or networks by commas: only their word is taken for who asks
    proxies: Annotated[str, AfterValidator(_addresses)] = ""

    def trusts(self, address: str) -> bool:
        """Say whether what comes from an address is a reverse proxy's word."""
        try:
            asking = ip_address(address)
        except ValueError:
            return False
        return any(asking in ip_network(part, strict=False) for part in _listed(self.proxies))

    @property
    def page_url(self) -> str | None:
        """Where the review page is; None where the world cannot reach us, or only below a path of another host."""
        if self.public_url is None or urlsplit(self.public_url).path:
            return None
        return self.public_url


class Settings(BaseSettings):
    """All settings; the names are those of the design, section 11."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        toml_file="rasoat.toml",
        frozen=True,
        extra="forbid",
        env_ignore_empty=True,
    )

    database_url: str = "sqlite+aiosqlite:///var/rasoat.db"
    telegram: Telegram = Telegram()
    zalo_bot: ZaloBot = ZaloBot()
    zalo_oa: ZaloOa = ZaloOa()
    web: Web = Web()
    scans: str | None = None
    card_detail: Literal["summary", "masked", "full"] = "summary"
    scan_in_chat: bool = False
    deadline: date | None = None
    assignment_deadline: date | None = None
    calendar: Path | None = None
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Ho_Chi_Minh"
    practice: int = Field(default=6, ge=0, le=60)
    daily_quota: int = Field(default=20, ge=1, le=1000)
    reserve_days: int = Field(default=0, ge=0, le=60)
    daily_ceiling: int = Field(default=CEILING, ge=1, le=1000)
    invite_days: int = Field(default=30, ge=1, le=365)
    idle_minutes: int = Field(default=5, ge=1, le=60)
    now: Annotated[datetime, AfterValidator(_with_offset)] | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def scans_folder(self) -> Path | None:
        """The folder of scans; a web address is the review page's business."""
        if self.scans is None or self.scans.startswith(("http://", "https://")):
            return None
        return Path(self.scans)


def load(**overrides: Any) -> Settings:
    """Read the settings; raises WrongSetting with one line that names the first wrong one."""
    from storage import special_days
    from storage.engine import WrongAddress, parse_url

    if unknown := _unknown(os.environ):
        raise WrongSetting(say.no_setting(unknown))
    try:
        settings = Settings(**overrides)
    except ValidationError as fault:
        first = fault.errors()[0]
        name = PREFIX + "__".join(str(part) for part in first["loc"]).upper()
        if first["type"] == "extra_forbidden":
            raise WrongSetting(say.no_setting(name)) from fault
        raise WrongSetting(say.wrong_setting(name, first["msg"].removeprefix("Value error, "))) from fault
    except (ValueError, OSError) as fault:  # rasoat.toml cannot be read
        raise WrongSetting(say.wrong_setting("rasoat.toml", str(fault))) from fault
    try:
        parse_url(settings.database_url)
    except WrongAddress as fault:
        raise WrongSetting(say.wrong_setting("RASOAT_DATABASE_URL", str(fault))) from fault
    _check_zalo(settings)
    folder = settings.scans_folder
    if folder is not None and not folder.is_dir():
        raise WrongSetting(say.wrong_setting("RASOAT_SCANS", say.no_folder(folder)))
    if settings.calendar is not None:
        try:
            special_days.read_file(settings.calendar)
        except special_days.WrongCalendar as fault:
            raise WrongSetting(say.wrong_setting("RASOAT_CALENDAR", str(fault))) from fault
    return settings


def _check_zalo(settings: Settings) -> None:
    """Refuse half of an Official Account, and whatever Zalo could not reach."""
    account = settings.zalo_oa
    given = [name for name in OA_NEEDS if getattr(account, name) is not None]
    if given and len(given) < len(OA_NEEDS):
        missing = next(name for name in OA_NEEDS if name not in given)
        raise WrongSetting(say.wrong_setting(f"RASOAT_ZALO_OA__{missing.upper()}", say.OA_INCOMPLETE))
    if settings.web.public_url is None and settings.zalo_bot.webhook_secret is not None:
        raise WrongSetting(say.wrong_setting("RASOAT_WEB__PUBLIC_URL", say.ZALO_NEEDS_ADDRESS))


def _unknown(environment: Iterable[str]) -> str | None:
    """Find a variable that looks like ours and is none: most likely misspelt, so what was meant does not hold."""
    parts = {name: field.default for name, field in Settings.model_fields.items()}
    known = {name.upper() for name in parts}
    known |= {
        f"{name}__{within}".upper()
        for name, part in parts.items()
        if isinstance(part, _Part)
        for within in type(part).model_fields
    }
    for name in sorted(environment):
        if (upper := name.upper()).startswith(PREFIX):
            rest = upper.removeprefix(PREFIX)
            if rest not in known and not rest.startswith(OF_TESTS):
                return name
    return None
