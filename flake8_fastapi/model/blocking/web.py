"""What blocks in front of what the web knows: search, maps, languages, media; browsers.

Kind: `sdk`.
"""

from __future__ import annotations

from flake8_fastapi.model.blocking.entries import THREAD, Blocking, Constructors, Libraries

LIBRARIES: Libraries = (
    (
        "sdk",
        THREAD,
        {
            # the build systems of Fedora
            "copr.v3.Client": (
                "base_proxy.auth_check base_proxy.home build_chroot_proxy.get "
                "build_chroot_proxy.get_build_config build_chroot_proxy.get_built_packages "
                "build_chroot_proxy.get_list build_proxy.cancel build_proxy.create_from_custom "
                "build_proxy.create_from_distgit build_proxy.create_from_file "
                "build_proxy.create_from_pypi build_proxy.create_from_rubygems "
                "build_proxy.create_from_scm build_proxy.create_from_url "
                "build_proxy.create_from_urls build_proxy.delete build_proxy.delete_list "
                "build_proxy.get build_proxy.get_built_packages build_proxy.get_list "
                "build_proxy.get_source_build_config build_proxy.get_source_chroot "
                "mock_chroot_proxy.get_list package_proxy.add package_proxy.build "
                "package_proxy.delete package_proxy.edit package_proxy.get package_proxy.get_list "
                "package_proxy.reset project_chroot_proxy.edit project_chroot_proxy.get "
                "project_chroot_proxy.get_build_config project_proxy.add project_proxy.delete "
                "project_proxy.edit project_proxy.fork project_proxy.get project_proxy.get_list "
                "project_proxy.search"
            ),
            "koji.ClientSession": "* -multicall -new_session -setSession -subsession",
            "ddgs.DDGS": "images news text videos",
            "deep_translator.GoogleTranslator": "translate translate_batch",
            "deep_translator.MyMemoryTranslator": "translate translate_batch",
            "geopy.geocoders.Nominatim": "geocode reverse",
            "geopy.geocoders.GoogleV3": "geocode reverse",
            "googlemaps.Client": (
                "directions distance_matrix elevation find_place geocode place places "
                "places_autocomplete places_nearby reverse_geocode timezone"
            ),
            "garminconnect.Garmin": (
                "* -get_full_name -get_unit_system -is_badge_in_progress -logout"
            ),
            "gtts.gTTS": "save write_to_fp",
            "speech_recognition.Recognizer": (
                "recognize_amazon recognize_azure recognize_google recognize_google_cloud "
                "recognize_houndify recognize_ibm recognize_lex recognize_wit"
            ),
            "spotipy.Spotify": "* -set_auth",
            "spotipy.SpotifyClientCredentials": "get_access_token",
            "spotipy.SpotifyOAuth": "get_access_token refresh_access_token",
            # what it gives in pages, such as `get_activities`, asks when somebody iterates
            "stravalib.Client": (
                "create_activity create_subscription deauthorize delete_subscription "
                "exchange_code_for_token explore_segments get_activity get_activity_streams "
                "get_activity_zones get_athlete get_athlete_stats get_athlete_zones get_club "
                "get_effort_streams get_gear get_route get_route_streams get_segment "
                "get_segment_effort get_segment_streams join_club leave_club refresh_access_token "
                "update_activity update_athlete upload_activity"
            ),
            "transmission_rpc": "from_url",
            "transmission_rpc.Client": (
                "add_torrent blocklist_update change_torrent free_space get_group get_groups "
                "get_recently_active_torrents get_session get_torrent get_torrents "
                "move_torrent_data port_test queue_bottom queue_down queue_top queue_up "
                "reannounce_torrent remove_torrent rename_torrent_path session_stats set_group "
                "set_session start_all start_torrent stop_torrent verify_torrent"
            ),
            "wikipedia": "page search summary",
            "youtube_transcript_api.YouTubeTranscriptApi": (
                "fetch ~get_transcript ~get_transcripts list ~list_transcripts"
            ),
            "yt_dlp.YoutubeDL": "download extract_info",
            "selenium.webdriver.remote.webdriver.WebDriver": (
                "execute execute_script find_element find_elements get quit save_screenshot"
            ),
            "pdfkit": "from_file from_string from_url",
        },
    ),
    (
        "sdk",
        "use `apify_client.ApifyClientAsync`",
        {
            "apify_client.ActorClient": "build call get start",
            "apify_client.DatasetClient": "get get_items_as_bytes list_items push_items",
            "apify_client.RunClient": "abort get wait_for_finish",
        },
    ),
)

CONSTRUCTORS: Constructors = {
    "selenium.webdriver.remote.webdriver.WebDriver": Blocking("sdk", THREAD),
    "transmission_rpc.Client": Blocking("sdk", THREAD),
    "zeep.Client": Blocking("sdk", "use `zeep.AsyncClient`"),
}
