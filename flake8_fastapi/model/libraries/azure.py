"""What the clients have that manage resources of Azure, by each group of its operations.

`begin_delete` sends a request, and gives a poller to wait with; so did `delete` before 2020.
"""

from __future__ import annotations

from collections.abc import Iterator

_CRUD = "create_or_update delete"
_MACHINES = f"{_CRUD} deallocate power_off redeploy reimage restart start update"

#: Client -> group of operations -> those that give pollers, and the others.
_CLIENTS: dict[str, dict[str, tuple[str, str]]] = {
    "compute.ComputeManagementClient": {
        "disks": (f"{_CRUD} grant_access revoke_access update", "get list list_by_resource_group"),
        "images": (f"{_CRUD} update", "get list list_by_resource_group"),
        "snapshots": (
            f"{_CRUD} grant_access revoke_access update",
            "get list list_by_resource_group",
        ),
        "virtual_machine_scale_sets": (_MACHINES, "get get_instance_view list list_all"),
        "virtual_machine_sizes": ("", "list"),
        "virtual_machines": (
            f"{_MACHINES} capture run_command",
            "generalize get instance_view list list_all list_by_location",
        ),
    },
    "network.NetworkManagementClient": {
        "load_balancers": (_CRUD, "get list list_all"),
        "network_interfaces": (_CRUD, "get list list_all"),
        "network_security_groups": (_CRUD, "get list list_all"),
        "public_ip_addresses": (_CRUD, "get list list_all"),
        "subnets": (_CRUD, "get list"),
        "virtual_networks": (_CRUD, "check_ip_address_availability get list list_all"),
    },
    "resource.ResourceManagementClient": {
        "resource_groups": ("delete", "check_existence create_or_update get list update"),
        "resources": (
            "create_or_update create_or_update_by_id delete delete_by_id move_resources update",
            "check_existence check_existence_by_id get get_by_id list list_by_resource_group",
        ),
    },
    "storage.StorageManagementClient": {
        "blob_containers": ("", "create delete get list update"),
        "storage_accounts": (
            "create failover",
            "check_name_availability delete get_properties list list_by_resource_group list_keys "
            "regenerate_key update",
        ),
    },
    "subscription.SubscriptionClient": {
        "subscriptions": ("", "get list list_locations"),
        "tenants": ("", "list"),
    },
}

CLIENTS = [f"azure.mgmt.{client}" for client in _CLIENTS]


def _polled() -> Iterator[str]:
    for client, groups in _CLIENTS.items():
        for group, (polled, _) in groups.items():
            for name in polled.split():
                yield f"azure.mgmt.{client}.{group}.begin_{name}"
                yield f"azure.mgmt.{client}.{group}.{name}"


#: What gives a poller.
POLLED = frozenset(_polled())


def operations(client: str) -> list[str]:
    """What a client has that sends requests; `~` before what is gone from it."""
    found: list[str] = []
    for group, (polled, others) in _CLIENTS[client.removeprefix("azure.mgmt.")].items():
        for name in polled.split():
            found += [f"{group}.begin_{name}", f"~{group}.{name}"]
        found += [f"{group}.{name}" for name in others.split()]
    return found
