"""Sample worlds: an empty database filled with simulated, assessed households for load tests and demonstrations.

Real weeks of fifteen homes are put in another order and at another size, with invented people and appliances. It is
load-test data: no picture of homes in Peru, and nothing to judge forecasts or advice by.
"""

from advisor.services.sample.world import Counts, OtherWorld, RealPeople, World, fill

__all__ = ["Counts", "OtherWorld", "RealPeople", "World", "fill"]
