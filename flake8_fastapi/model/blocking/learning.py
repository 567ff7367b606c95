"""What blocks in front of what machine learning is kept and run with: hubs, trackers, jobs.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import (
    ABSENT,
    GIVEN,
    THREAD,
    Blocking,
    Conditions,
    Constructors,
    Libraries,
    NoAddresses,
    Unless,
)

#: What a client of the Hugging Face hub asks; the functions of the module are its methods.
_HUB = (
    "add_collection_item add_space_secret add_space_variable "
    "comment_discussion create_branch create_collection create_commit "
    "create_discussion create_inference_endpoint create_pull_request "
    "create_repo create_tag dataset_info delete_branch delete_file "
    "delete_folder delete_inference_endpoint delete_repo "
    "delete_space_secret delete_space_variable delete_tag file_exists "
    "get_discussion_details get_full_repo_name get_inference_endpoint "
    "get_paths_info get_space_runtime get_space_variables hf_hub_download "
    "list_inference_endpoints list_repo_commits list_repo_files "
    "list_repo_refs merge_pull_request model_info move_repo "
    "parse_safetensors_file_metadata pause_inference_endpoint pause_space "
    "preupload_lfs_files repo_exists repo_info request_space_hardware "
    "restart_space resume_inference_endpoint revision_exists "
    "scale_to_zero_inference_endpoint set_space_sleep_time "
    "snapshot_download space_info unlike update_inference_endpoint "
    "update_repo_settings upload_file upload_folder whoami"
)

LIBRARIES: Libraries = (
    (
        "sdk",
        "use its `.aio` twin",
        {
            "modal.Dict": "clear contains get len pop put update",
            "modal.Function": "remote spawn",
            "modal.FunctionCall": "cancel get get_call_graph",
            "modal.Queue": "clear get get_many len put put_many",
            "modal.Volume": "commit copy_files listdir reload remove_file",
        },
    ),
    (
        "sdk",
        THREAD,
        {
            "feast.FeatureStore": (
                "apply get_online_features materialize materialize_incremental push "
                "refresh_registry retrieve_online_documents retrieve_online_documents_v2 teardown "
                "write_to_offline_store write_to_online_store"
            ),
            "feast.infra.offline_stores.offline_store.RetrievalJob": (
                "persist to_arrow to_df to_remote_storage to_tensor"
            ),
            "gradio_client.Client": "predict view_api",
            "huggingface_hub.HfApi": _HUB,
            "huggingface_hub": f"{_HUB} list_models login",
            "mlflow.MlflowClient": (
                "copy_model_version create_experiment create_model_version create_registered_model "
                "create_run delete_experiment delete_model_version delete_registered_model "
                "delete_run download_artifacts get_experiment get_experiment_by_name "
                "~get_latest_versions get_metric_history get_model_version "
                "get_model_version_by_alias get_registered_model get_run list_artifacts "
                "log_artifact log_artifacts log_dict log_text rename_experiment "
                "search_experiments search_model_versions search_registered_models search_runs "
                "set_experiment_tag set_registered_model_alias set_terminated "
                "~transition_model_version_stage update_model_version"
            ),
            "ray.job_submission.JobSubmissionClient": (
                "delete_job get_job_info get_job_logs get_job_status list_jobs stop_job submit_job"
            ),
            "langsmith.Client": (
                "add_runs_to_annotation_queue create_annotation_queue create_dataset "
                "create_example create_examples create_feedback create_project create_run "
                "delete_annotation_queue delete_dataset delete_example delete_feedback "
                "delete_project delete_run_from_annotation_queue get_run_stats has_dataset "
                "has_project read_annotation_queue read_dataset read_example read_feedback "
                "read_project read_run run_is_shared share_run unshare_run update_annotation_queue "
                "update_example update_feedback update_run"
            ),
        },
    ),
)

#: Where no hub is to be asked: what is there is only looked for on disk.
_ON_DISK = (Unless("local_files_only", None, (True,)),)

UNLESS: Conditions = {
    **{
        f"{owner}.{name}": _ON_DISK
        for owner in ("huggingface_hub", "huggingface_hub.HfApi")
        for name in ("hf_hub_download", "snapshot_download")
    },
    # with its trace, one is put into a queue that a thread empties
    "langsmith.Client.create_feedback": (Unless("trace_id", None, (GIVEN,)),),
    "langsmith.Client.create_run": (Unless("trace_id", None, (GIVEN,)),),
    "langsmith.Client.update_run": (Unless("trace_id", None, (GIVEN,)),),
}

CONSTRUCTORS: Constructors = {
    "gradio_client.Client": Blocking("sdk", THREAD),
    "ray.job_submission.JobSubmissionClient": Blocking("sdk", THREAD),
}

IN_MEMORY: Conditions = {
    # without an address, or with that of a folder, it may write files
    "mlflow.MlflowClient": (
        Unless("tracking_uri", 0, (ABSENT,)),
        Unless("tracking_uri", 0, NoAddresses()),
    ),
}
