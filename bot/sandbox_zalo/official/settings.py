"""Who the Official Account is, its package, and how it behaves where the sources disagree or say nothing (zalo.md §3)."""

from __future__ import annotations

from dataclasses import dataclass

PACKAGES = {  # name → (requests a minute, cs messages a month between 48 h and 7 d); none: no OpenAPI
    "Cơ bản": None,
    "Tiêu chuẩn": None,
    "Tăng trưởng": (100, 500),
    "Toàn diện": (2000, 2000),
}


@dataclass(slots=True)
class Settings:
    """Switches that may be thrown while it runs.

    `rate_a_minute` None takes the package's rate. `purchased` are the paid messages left once the package's allowance
    is spent. `outside_code` is the refusal past seven days. `numeric_token_errors` adds a numeric `error` to refusals
    of the token endpoint. `proof_required` switches appsecret_proof on. `docs_accepted` takes DOC and DOCX as
    documented; in production only PDF went through. `media_buttons_render` shows buttons beside an image, which
    nobody has confirmed. `bare_signature` leaves `mac=` out. `echoes` and `receipts` deliver those events.
    """

    app_id: str = "3110000000000000311"
    app_secret: str = "app-secret-of-the-stand-in"
    oa_id: str = "4400000000000000044"
    oa_secret: str = "oa-secret-of-the-stand-in"
    redirect_uri: str = ""
    name: str = "UBND phường"
    oa_type: int = 4
    verified: bool = True
    package: str = "Tăng trưởng"
    rate_a_minute: int | None = None
    app_rate_a_minute: int = 4000
    purchased: int = 0
    uploads_a_month: int = 5000
    templates_a_day: int = 500
    outside_code: int = -230
    numeric_token_errors: bool = False
    proof_required: bool = False
    docs_accepted: bool = False
    media_buttons_render: bool = False
    bare_signature: bool = False
    echoes: bool = True
    receipts: bool = True
    answer_s: float = 2.0
    media_lives_s: float | None = None

    def package_rate(self) -> int:
        """Requests a minute at the level of the account; 0 without OpenAPI."""
        rates = PACKAGES[self.package]
        return 0 if rates is None else self.rate_a_minute or rates[0]

    def allowance(self) -> int:
        """cs messages a month between 48 h and 7 d that the package pays for."""
        rates = PACKAGES[self.package]
        return 0 if rates is None else rates[1]
