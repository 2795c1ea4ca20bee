"""The Official Account's refusals (zalo.md §3.8): HTTP 200 with `error` below zero; programs go by the number.

Those of templates by phone are there to be ordered; the stand-in has no such address.
"""

from __future__ import annotations

MESSAGES = {
    -32: "The request rate of the {whose} is over the limit",
    -100: "Attachment has expired",
    -108: "Phone number is invalid",
    -109: "Template id is invalid",
    -114: "User cannot receive this message",
    -115: "Out of balance",
    -118: "User does not exist or has been disabled",
    -119: "User cannot receive this message",
    -124: "Access token is invalid",
    -126: "Out of balance of the development mode",
    -127: "Template of the development mode goes to admins only",
    -131: "Template is not approved",
    -133: "Messages are not sent at night",
    -135: "Official Account may not send templates",
    -136: "Zalo Cloud Account is not connected",
    -137: "Payment failed",
    -139: "User refuses messages of this type",
    -140: "User refuses messages after a transaction",
    -141: "User refuses messages of this Official Account",
    -144: "Daily quota of the Official Account is over",
    -146: "Template is blocked for its low quality",
    -147: "Daily quota of the template is over",
    -200: "Send message failed",
    -201: "Params is invalid",
    -204: "Official Account is deleted",
    -205: "Official Account does not exist",
    -209: "Application is not active",
    -210: "Params exceeds the limit",
    -211: "Out of quota of the Official Account",
    -212: "Official Account has not registered this API",
    -213: "User has not followed the Official Account",
    -216: "Access token is invalid",
    -217: "User has blocked invitations",
    -218: "Out of quota to this user",
    -219: "Application has been removed or disabled",
    -220: "Access token has expired",
    -221: "Official Account is not verified",
    -223: "Official Account is not authorised",
    -224: "Official Account has not bought the package for this feature",
    -227: "User is banned or has been inactive for more than 45 days",
    -230: "User has not interacted with the Official Account in the past 7 days",
    -231: "User has not interacted with the Official Account",
    -232: "The window of interaction has closed",
    -233: "Message type is not allowed",
    -234: "Messages of this type are not sent at night",
    -235: "This type of Official Account is not supported",
    -240: "This version of the API is no longer supported",
    -242: "appsecret_proof is invalid",
    -244: "User has restricted this type of message",
    -248: "Message violates the policy",
    -249: "Template cannot be sent by user id",
    -305: "User has not interacted within the window",
    -311: "Out of quota",
    -320: "Zalo Cloud Account is not connected",
    -321: "Zalo Cloud Account is out of money",
    -403: "Forbidden",
    -1241: "appsecret_proof is invalid",
    -1351: "Official Account may not send: it breaks the policy",
    -1121: "Parameter of the template is longer than it may be",
    -1122: "Parameter of the template is missing",
    -1124: "Parameter is not one of the template",
}


class OaError(Exception):
    """A call that is answered `error: code`."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message or MESSAGES.get(code, "Error").format(whose="Official Account"))
        self.code = code
        self.message = str(self)

    def body(self) -> dict[str, object]:
        """The answer as the API puts it."""
        return {"error": self.code, "message": self.message}


def wrong(what: str) -> OaError:
    """A -201 that says what is wrong."""
    return OaError(-201, f"{MESSAGES[-201]}: {what}")


class TokenError(Exception):
    """A refusal of the token endpoint: words and no number, unless the settings ask for one (zalo.md §3.2)."""

    def __init__(self, code: int, name: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.name, self.reason = code, name, reason

    def body(self, numeric: bool) -> dict[str, object]:
        """The answer, which comes within HTTP 200."""
        words: dict[str, object] = {
            "error_name": self.name,
            "error_reason": self.reason,
            "ref_docs": "",
            "error_description": self.reason,
        }
        return words | {"error": self.code} if numeric else words
