"""What blocks in front of what runs and guards services: containers, secrets, identities.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import THREAD, Conditions, Libraries, Unless

LIBRARIES: Libraries = (
    (
        "sdk",
        THREAD,
        {
            "auth_lib.methods.AuthLib": "check_token email_login get_user_data logout",
            "consul.Consul": (
                "agent.check.deregister agent.check.register agent.check.ttl_fail "
                "agent.check.ttl_pass agent.check.ttl_warn agent.checks agent.members agent.self "
                "agent.service.deregister agent.service.register agent.services "
                "catalog.deregister catalog.node catalog.nodes catalog.register catalog.service "
                "catalog.services health.checks health.node health.service health.state kv.delete "
                "kv.get kv.put session.create session.destroy session.info session.list "
                "session.node session.renew status.leader status.peers"
            ),
            "docker.DockerClient": (
                "containers.create containers.get containers.list containers.run df images.build "
                "images.get images.list images.pull images.push images.remove info networks.create "
                "networks.get networks.list ping version volumes.create volumes.get volumes.list"
            ),
            "docker.models.containers.Container": (
                "commit exec_run get_archive kill logs pause put_archive reload remove restart "
                "start stats stop top unpause wait"
            ),
            "hvac.Client": (
                "delete is_authenticated list read secrets.kv.v1.read_secret "
                "secrets.kv.v2.create_or_update_secret secrets.kv.v2.read_secret_version write"
            ),
            "keycloak.KeycloakOpenID": (
                "certs device exchange_token has_uma_access introspect logout public_key "
                "refresh_token token uma_permissions userinfo well_known"
            ),
            "keycloak.KeycloakAdmin": (
                "assign_client_role assign_realm_roles create_group create_realm_role create_user "
                "delete_group delete_realm_role delete_realm_roles_of_user delete_user "
                "disable_user enable_user get_client get_client_id get_client_role "
                "get_client_roles get_client_roles_of_user get_clients "
                "get_composite_realm_roles_of_user get_credentials get_group get_group_by_path "
                "get_group_members get_groups get_realm_role get_realm_role_members "
                "get_realm_roles get_realm_roles_of_user get_sessions get_subgroups get_user "
                "get_user_groups get_user_id get_users group_user_add group_user_remove "
                "send_update_account send_verify_email set_user_password update_group "
                "update_user user_logout users_count"
            ),
            "msal.ConfidentialClientApplication": (
                "acquire_token_by_auth_code_flow acquire_token_by_authorization_code "
                "acquire_token_by_refresh_token acquire_token_for_client "
                "acquire_token_on_behalf_of"
            ),
            "propelauth_fastapi.FastAPIAuth": (
                "* -optional_user -require_org_member -require_org_member_with_all_permissions "
                "-require_org_member_with_exact_role -require_org_member_with_minimum_role "
                "-require_org_member_with_permission -require_user "
                "-validate_access_token_and_get_user"
            ),
        },
    ),
    (
        "sdk",
        "use its `_async` twin, such as `users.get_async`",
        {
            "clerk_backend_api.Clerk": (
                "invitations.create invitations.list invitations.revoke "
                "organization_memberships.create organization_memberships.delete "
                "organization_memberships.list organizations.create organizations.delete "
                "organizations.get organizations.list organizations.update sessions.get "
                "sessions.list sessions.revoke users.ban users.count users.create users.delete "
                "users.get users.list users.unban users.update users.update_metadata"
            ),
        },
    ),
    (
        "sdk",
        "use `dapr.aio.clients.DaprClient`",
        {
            "dapr.clients.DaprClient": (
                "delete_state execute_state_transaction get_bulk_secret get_bulk_state "
                "get_configuration get_metadata get_secret get_state invoke_binding invoke_method "
                "publish_event query_state save_bulk_state save_state try_lock unlock wait"
            ),
        },
    ),
    (
        "sdk",
        "use `kubernetes_asyncio`",
        {
            "kubernetes.client.AppsV1Api": "*",
            "kubernetes.client.BatchV1Api": "*",
            "kubernetes.client.CoreV1Api": "*",
            "kubernetes.client.CustomObjectsApi": "*",
            "kubernetes.client.NetworkingV1Api": "*",
            "kubernetes.client.RbacAuthorizationV1Api": "*",
            "kubernetes.client.StorageV1Api": "*",
            "kubernetes.client.VersionApi": "*",
            "kubernetes.stream": "stream",
        },
    ),
)

UNLESS: Conditions = {
    # what is made of a specification has this for every call: a thread waits
    f"{api}.*": (Unless("async_req", None, (True,)),)
    for _, _, owners in LIBRARIES
    for api in owners
    if api.startswith("kubernetes.client.")
}
