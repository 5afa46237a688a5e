"""The wording of every message, one module a family: plain functions from figures to replies."""
