"""Every backend passes one suite, `contract`; what is particular to one stands beside it."""

import pytest

pytest.register_assert_rewrite("tests.backends.contract", "tests.backends.rush")
