"""Text as typists and machines garble it. Callers say `text.repair(...)`, hence the names gathered here."""

from domain.text.keys import canonical, clean
from domain.text.repair import repair
from domain.text.slips import Repair, Slip
from domain.text.syllables import odd_syllables

__all__ = ["Repair", "Slip", "canonical", "clean", "odd_syllables", "repair"]
