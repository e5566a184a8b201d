"""One file for each screen: it reads what the screen shows and says which template shows it."""
