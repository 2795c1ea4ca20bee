"""Settings: from the environment (`RASOAT_…`) or `rasoat.toml`, checked once at the start, frozen afterwards."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

SECRET_LENGTH = 32  # a webhook's secret shorter than this can be guessed


class WrongSetting(ValueError):
    """A setting that stops the start; the text is one line that names it."""


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("phải là địa chỉ http:// hoặc https://")
    return value.rstrip("/")


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValueError("không phải múi giờ IANA") from fault
    return value


def _with_offset(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("phải có độ lệch giờ, ví dụ 2024-07-04T07:00:00+07:00")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Telegram(_Part):
    """The Telegram bot. Without a webhook address the bot polls."""

    token: SecretStr | None = None
    api_base: WebAddress = "https://api.telegram.org"
    username: str | None = None
    webhook_url: WebAddress | None = None
    webhook_secret: SecretStr | None = None

    @model_validator(mode="after")
    def _webhook_has_a_secret(self) -> Telegram:
        if self.webhook_url is not None:
            secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
            if len(secret) < SECRET_LENGTH:
                raise ValueError(f"webhook_secret phải có ít nhất {SECRET_LENGTH} ký tự")
            if (
                not secret.replace("-", "").replace("_", "").isascii()
                or not secret.replace("-", "").replace("_", "").isalnum()
            ):
                raise ValueError("webhook_secret chỉ gồm A–Z a–z 0–9 _ -")
        return self


class Web(_Part):
    """Where our own web server listens and how the world reaches it."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: WebAddress | None = None


class Settings(BaseSettings):
    """All settings; the names are those of the design, section 11."""

    model_config = SettingsConfigDict(
        env_prefix="RASOAT_",
        env_nested_delimiter="__",
        toml_file="rasoat.toml",
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
    )

    database_url: str = "sqlite+aiosqlite:///var/rasoat.db"
    telegram: Telegram = Telegram()
    web: Web = Web()
    scans: str | None = None
    card_detail: Literal["summary", "masked", "full"] = "summary"
    scan_in_chat: bool = True
    deadline: date | None = None
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Ho_Chi_Minh"
    practice: int = Field(default=6, ge=0, le=60)
    daily_quota: int = Field(default=20, ge=1, le=1000)
    invite_days: int = Field(default=30, ge=1, le=365)
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
    from storage.engine import WrongAddress, parse_url

    try:
        settings = Settings(**overrides)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = "__".join(str(part) for part in first["loc"]).upper()
        what = first["msg"].removeprefix("Value error, ")
        raise WrongSetting(f"Thiết lập RASOAT_{where} sai: {what}") from fault
    except (ValueError, OSError) as fault:  # rasoat.toml cannot be read
        raise WrongSetting(f"Thiết lập rasoat.toml sai: {fault}") from fault
    try:
        parse_url(settings.database_url)
    except WrongAddress as fault:
        raise WrongSetting(f"Thiết lập RASOAT_DATABASE_URL sai: {fault}") from fault
    folder = settings.scans_folder
    if folder is not None and not folder.is_dir():
        raise WrongSetting(f"Thiết lập RASOAT_SCANS sai: không có thư mục {folder}")
    return settings
