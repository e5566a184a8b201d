"""Telegram: the only place with aiogram. Importing the package costs nothing; `bot.telegram.open` brings it in."""
