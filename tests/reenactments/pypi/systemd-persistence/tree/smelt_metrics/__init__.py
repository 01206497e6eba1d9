"""Metrics."""

from smelt_metrics import service

service.install()
