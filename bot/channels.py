"""The channels that the settings open: one for each token or app that is set up."""

from __future__ import annotations

from bot.clock import Clock
from bot.ear import Channel
from bot.settings import Settings
from storage.engine import Database


def open_channels(settings: Settings, database: Database, clock: Clock) -> list[Channel]:
    """Open a channel for each token or app that is set up; raises TokenRefused where none is.

    Each channel's library is imported only where the channel is set up.
    """
    channels: list[Channel] = []
    if settings.zalo_oa.is_set:
        channels.append(_official_account(settings, database, clock))
    if settings.zalo_bot.token is not None:
        channels.append(_zalo_bot(settings, database, clock))
    if settings.telegram.token is not None or not channels:
        from bot.telegram.channel import TelegramChannel

        channels.insert(0, TelegramChannel(settings, database))
    return channels


def _official_account(settings: Settings, database: Database, clock: Clock) -> Channel:
    from bot.zalo.oa.channel import ZaloOaChannel

    account = settings.zalo_oa
    assert account.app_id and account.app_secret and account.oa_secret
    return ZaloOaChannel(
        app_id=account.app_id,
        app_secret=account.app_secret.get_secret_value(),
        oa_secret=account.oa_secret.get_secret_value(),
        refresh_token=account.refresh_token.get_secret_value() if account.refresh_token else None,
        public_url=settings.web.public_url or f"http://{settings.web.host}:{settings.web.port}",
        database=database,
        clock=clock,
        api_base=account.api_base,
        oauth_base=account.tokens_from,
        template_id=account.template_id,
    )


def _zalo_bot(settings: Settings, database: Database, clock: Clock) -> Channel:
    from bot.zalo.bot_platform.channel import ZaloBotChannel

    assert settings.zalo_bot.token
    secret = settings.zalo_bot.webhook_secret
    return ZaloBotChannel(
        settings.zalo_bot.token.get_secret_value(),
        settings.zalo_bot.api_base,
        secret.get_secret_value() if secret else None,
        settings.web.public_url,
        database=database,
        clock=clock,
    )
