"""The companion in Slack."""
