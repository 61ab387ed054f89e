"""Addresses that a provider file names on the service's own host are pages that exist."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from yorisoi_service.config import provider as files

PROVIDERS = sorted((Path(__file__).parents[4] / "providers").glob("*.toml"))


@pytest.mark.parametrize("file", PROVIDERS, ids=lambda file: file.stem)
def test_pages_that_letters_name_exist(file: Path) -> None:
    provider = files.load(file)
    for address, name in ((provider.download_page, "download"), (provider.software_list_page, "software")):
        if address.startswith(f"{provider.origin}/"):
            assert resolve(urlsplit(address).path).view_name == f"portal:{name}"
    for old in provider.old_download_pages:
        assert resolve(old).view_name == "portal:moved"
