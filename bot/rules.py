"""The rules of the house, as the settings give them."""

from __future__ import annotations

from bot.settings import Settings
from handlers.context import Rules


def rules_of(settings: Settings) -> Rules:
    """Read the rules that conversations and plans depend on."""
    return Rules(
        zone=settings.zone,
        card_detail=settings.card_detail,
        scan_in_chat=settings.scan_in_chat,
        has_scans=settings.scans_folder is not None,
        practice=settings.practice,
        daily_quota=settings.daily_quota,
        invite_days=settings.invite_days,
        deadline=settings.deadline,
        assignment_deadline=settings.assignment_deadline,
        ceiling=settings.daily_ceiling,
        reserve_days=settings.reserve_days,
        idle_minutes=settings.idle_minutes,
        calendar_file=settings.calendar,
        page_url=settings.web.page_url,
    )
