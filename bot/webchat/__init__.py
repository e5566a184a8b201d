"""The web chat: a page for phones, a way in that loses nothing, and a socket for what is said later."""

from bot.webchat.build import build_webchat
from bot.webchat.parts import CHANNEL, WebchatParts, WebchatSettings

__all__ = ["CHANNEL", "WebchatParts", "WebchatSettings", "build_webchat"]
