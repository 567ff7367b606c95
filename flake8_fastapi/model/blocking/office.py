"""What blocks in front of what people work with: code, issues, documents, tables, calendars.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import (
    THREAD,
    Blocking,
    Conditions,
    Constructors,
    Libraries,
    Unless,
)


def _of(managers: str, calls: str) -> str:
    """Each call of each of some managers: `issues.get issues.list ...`."""
    return " ".join(f"{each}.{call}" for each in managers.split() for call in calls.split())


#: What most managers of GitLab's objects have, and those that have most of it.
_CHANGING, _KEEPING = "create delete get list update", "create delete get list"
#: Of a class of `gitlab.v4.objects`, and of the client -> what its managers ask.
_GITLAB = {
    "gitlab.Gitlab": (
        "auth http_delete http_get http_list http_patch http_post http_put markdown search version "
        f"{_of('groups projects users', _CHANGING)} issues.list mergerequests.list"
    ),
    "gitlab.v4.objects.Group": (
        f"{_of('members milestones variables', _CHANGING)} delete issues.list mergerequests.list "
        "projects.list save search subgroups.list"
    ),
    "gitlab.v4.objects.Project": (
        f"{_of('hooks issues members mergerequests milestones releases variables', _CHANGING)} "
        f"{_of('branches tags', _KEEPING)} commits.create commits.get commits.list delete "
        "files.blame files.create files.delete files.get files.raw files.update jobs.get jobs.list "
        f"{_of('pipelines', _KEEPING)} refresh repository_archive repository_compare "
        "repository_tree save search trigger_pipeline"
    ),
    "gitlab.v4.objects.ProjectIssue": (
        f"delete discussions.create discussions.get discussions.list {_of('notes', _CHANGING)} "
        "move save"
    ),
    "gitlab.v4.objects.ProjectIssueDiscussion": _of("notes", _CHANGING),
    "gitlab.v4.objects.ProjectIssueDiscussionNote": "delete save",
    "gitlab.v4.objects.ProjectIssueNote": "delete save",
    "gitlab.v4.objects.ProjectJob": "artifact artifacts cancel erase play refresh retry trace",
    "gitlab.v4.objects.ProjectMergeRequest": (
        "approvals.get approve changes commits delete discussions.create discussions.get "
        f"discussions.list merge {_of('notes', _CHANGING)} pipelines.create pipelines.list rebase "
        "save unapprove"
    ),
    "gitlab.v4.objects.ProjectMergeRequestDiscussion": f"{_of('notes', _CHANGING)} save",
    "gitlab.v4.objects.ProjectMergeRequestDiscussionNote": "delete save",
    "gitlab.v4.objects.ProjectMergeRequestNote": "delete save",
    "gitlab.v4.objects.ProjectPipeline": "cancel delete jobs.list refresh retry",
}
#: What is got by more than one thing, or is the only one: there is no other way to have it.
_ALWAYS_ASKED = ("approvals.get", "files.get")

LIBRARIES: Libraries = (
    (
        "sdk",
        THREAD,
        {
            "atlassian.Confluence": (
                "~attach_file ~cql ~create_page ~get_all_pages_from_space ~get_all_spaces "
                "~get_page_by_id ~get_page_by_title ~update_page"
            ),
            "atlassian.Jira": (
                "create_issue issue issue_add_comment issue_create issue_transition jql projects "
                "update_issue_field"
            ),
            "caldav.DAVClient": "principal",
            "caldav.Principal": "calendars make_calendar",
            "dropbox.Dropbox": (
                "files_create_folder_v2 files_delete_v2 files_download files_get_metadata "
                "files_get_temporary_link files_list_folder files_upload "
                "sharing_create_shared_link_with_settings users_get_current_account"
            ),
            "git.Repo": "clone clone_from",
            "github.Github": "get_organization get_repo get_user search_code search_repositories",
            "github.Issue.Issue": (
                "add_to_assignees add_to_labels create_comment edit get_comment remove_from_labels "
                "set_labels"
            ),
            "github.PullRequest.PullRequest": (
                "add_to_labels create_comment create_issue_comment create_review "
                "create_review_comment edit get_comment get_review is_merged merge set_labels "
                "update_branch"
            ),
            "github.Repository.Repository": (
                "compare create_file create_git_ref create_git_release create_hook create_issue "
                "create_pull delete_file edit get_branch get_commit get_contents get_git_ref "
                "get_git_tree get_issue get_latest_release get_pull get_readme get_workflow merge "
                "update_file"
            ),
            **_GITLAB,
            "gspread.Client": "create open open_by_key open_by_url openall",
            "gspread.Spreadsheet": "add_worksheet batch_update get_worksheet worksheet worksheets",
            "gspread.Worksheet": (
                "append_row append_rows batch_get batch_update cell clear col_values delete_rows "
                "find get get_all_records get_all_values insert_row row_values update update_cell"
            ),
            "jira.JIRA": (
                "add_attachment add_comment add_worklog assign_issue comments create_issue "
                "create_issue_link fields issue myself project projects search_issues "
                "search_users transition_issue transitions user"
            ),
            "notion_client.Client": (
                "blocks.children.append blocks.children.list blocks.delete blocks.retrieve "
                "blocks.update comments.create comments.list comments.retrieve "
                "custom_emojis.list data_sources.create data_sources.query "
                "data_sources.retrieve data_sources.update databases.create ~databases.query "
                "databases.retrieve databases.update file_uploads.complete file_uploads.create "
                "file_uploads.list file_uploads.retrieve file_uploads.send pages.create "
                "pages.move pages.properties.retrieve pages.retrieve pages.update request "
                "search users.list users.me users.retrieve"
            ),
            "pyairtable.Table": (
                "all batch_create batch_delete batch_update batch_upsert create delete first get "
                "update"
            ),
            "simple_salesforce.Salesforce": (
                "apexecute describe query query_all query_more quick_search search"
            ),
        },
    ),
)

UNLESS: Conditions = {
    "github.Github.get_repo": (Unless("lazy", 1, (True,)),),
    # of what is got by its number alone
    **{
        f"{owner}.{call}": (Unless("lazy", 1, (True,)),)
        for owner, calls in _GITLAB.items()
        for call in calls.split()
        if call.endswith(".get") and call not in _ALWAYS_ASKED
    },
}

CONSTRUCTORS: Constructors = {
    "jira.JIRA": Blocking("sdk", THREAD, (Unless("get_server_info", None, (False,)),)),
}
