"""The companion in Discord."""
