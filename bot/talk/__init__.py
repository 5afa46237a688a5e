"""What each command and each click does, one module a family; the wording lies in bot/replies/."""
