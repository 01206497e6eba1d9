"""Plugins."""

PLUGINS = "tarpon_plugins"
