from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "anam.catalog"

    def ready(self) -> None:
        """A new maker has a storefront."""
        from anam.catalog.actions.open_storefront import open_storefront
        from anam.people.listeners import hear_of_new_makers

        hear_of_new_makers(open_storefront)
