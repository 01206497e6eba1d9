"""Local settings."""

NAME = "north"
