"""Hypothesis without a stopwatch: how long an example takes says something about the machine, not about the protocol."""

from hypothesis import HealthCheck, settings

settings.register_profile("protocol", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("protocol")
