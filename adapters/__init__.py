"""One folder a platform: its events become requests, replies become its messages."""
