"""Every number of Slack's that the workspace enforces, with its source.

[D] Slack's own documentation, docs.slack.dev. [V] read in slack-sdk 3.47.0's models.
[T] a third party's measurement. [U] unverified: correct it here and nowhere else.
"""

from datetime import timedelta

# Messages
BLOCKS_PER_MESSAGE = 50  # [D] reference/block-kit/blocks
BLOCKS_PER_VIEW = 100  # [D] surfaces/modals
TEXT_TRUNCATED_AT = 40_000  # [D] chat.postMessage: longer text is cut
TEXT_REFUSED_AT = 40_000  # [U] chat.update and chat.postEphemeral: msg_too_long above this
MESSAGE_CHARACTERS = (
    13_200  # [T] bolt-js issue 2509: counted after escaping, else msg_blocks_too_long
)
HEADER_CHARACTERS = 100  # [T] same issue: what one header block costs on top of its text
MARKDOWN_CHARACTERS = 12_000  # [D] markdown block: cumulative per payload
METADATA_BYTES = 8_192  # [U] metadata_too_large: Slack publishes no number
EVENT_TYPE_CHARACTERS = 255  # [U] metadata.event_type

# Text and composition objects
TEXT_OBJECT = 3_000  # [D] text object, section.text
SECTION_FIELD = 2_000  # [D] section.fields[].text
SECTION_FIELDS = 10  # [V] SectionBlock.fields_max_length
HEADER_TEXT = 150  # [V] HeaderBlock.text_max_length
CONTEXT_ELEMENTS = 10  # [V] ContextBlock.elements_max_length
ACTIONS_ELEMENTS = 25  # [V] ActionsBlock.elements_max_length
IDENTIFIER = 255  # [V] block_id and action_id
URL = 3_000  # [V] button url, image_url
ALT_TEXT = 2_000  # [V] ImageBlock.alt_text_max_length
IMAGE_TITLE = 2_000  # [V] ImageBlock.title_max_length
BUTTON_TEXT = 75  # [V] ButtonElement.text_max_length
BUTTON_VALUE = 2_000  # [V] ButtonElement.value_max_length
ACCESSIBILITY_LABEL = 75  # [D] button element
OPTION_TEXT = 75  # [V] Option.label_max_length
OPTION_VALUE = 150  # [D] option object
SELECT_OPTIONS = 100  # [V] StaticSelectElement.options_max_length
OPTION_GROUPS = 100  # [V] StaticSelectElement
OVERFLOW_OPTIONS = 5  # [V] OverflowMenuElement.options_max_length
CHOICE_OPTIONS = 10  # [D] checkboxes and radio buttons
PLACEHOLDER = 150  # [V] InputInteractiveElement
CONFIRM_TITLE = 100  # [V] ConfirmObject
CONFIRM_TEXT = 300  # [V] ConfirmObject
CONFIRM_BUTTON = 30  # [V] ConfirmObject
INPUT_LABEL = 2_000  # [V] InputBlock.label_max_length
INPUT_HINT = 2_000  # [V] InputBlock.hint_max_length
INPUT_TEXT = 3_000  # [D] plain-text input: max_length

# Newer blocks
CARD_TITLE = 150  # [V] CardBlock.title_max_length
CARD_SUBTITLE = 150  # [V] CardBlock.subtitle_max_length
CARD_BODY = 200  # [V] CardBlock.body_max_length
CARD_SUBTEXT = 200  # [T] slackblocks 3.0.0
CARD_ACTIONS = 3  # [T] slackblocks 3.0.0
CAROUSEL_CARDS = 10  # [V] CarouselBlock.elements_max_length
CONTAINER_BLOCKS = 10  # [V] ContainerBlock.child_blocks_max_length
CONTAINER_TITLE = 150  # [V] ContainerBlock.title_max_length
ALERT_TEXT = 200  # [T] python-slack-sdk pull request 1865
TABLE_ROWS = 100  # [D] table block
TABLE_CELLS = 20  # [D] table block, cells of a row
TABLE_COLUMN_SETTINGS = 20  # [D] table block
TABLE_CHARACTERS = 10_000  # [D] table block, over all cells of a message
TABLES_PER_MESSAGE = 1  # [D] table block
DATA_TABLE_ROWS = 100  # [D] data_table block, besides the header; later sources say 200 [T]
DATA_TABLE_PAGE = 100  # [D] data_table block, page_size
DATA_TABLE_CHARACTERS = 10_000  # [D] data_table block; slackblocks 3.0.0 says 20,000 [T]
CHARTS_PER_MESSAGE = 2  # [T] vercel/chat pull request 696
CHART_TITLE = 50  # [D] data_visualization block
CHART_LABEL = 20  # [D] data_visualization block: labels of points, segments and series
CHART_POINTS = 20  # [D] data_visualization block
CHART_SERIES = 6  # [D] data_visualization block; later sources say 12 [T]
AXIS_LABEL = 50  # [D] data_visualization block
VIDEO_TITLE = 199  # [D] video block: "less than 200"
VIDEO_DESCRIPTION = 200  # [U] video block
VIDEO_AUTHOR = 49  # [D] video block: "less than 50"
CONTEXT_ACTIONS = 5  # [V] ContextActionsBlock.elements_max_length
TASK_TITLE = 256  # [U] plan and task_card: Slack publishes no number
MOMENT_FIRST = 10**9  # [D] datetimepicker: initial_date_time has ten digits
MOMENT_LAST = 10**10 - 1  # [D] datetimepicker: initial_date_time has ten digits
INPUT_FILES = 10  # [D] file_input element
INPUT_LINES = 100  # [T] slackblocks 3.0.0: rich_text_input's min_lines and max_lines
ICON_VIEWERS = 10  # [T] slackblocks 3.0.0: icon_button's visible_to_user_ids
DISPATCH_MOMENTS = 2  # [T] slackblocks 3.0.0: trigger_actions_on
LIST_INDENT = 8  # [T] slackblocks 3.0.0: deepest level of a list in rich text
LIST_BORDER = 1  # [T] slackblocks 3.0.0: border of lists, quotes and preformatted text
VIDEO_LINK = 2_000  # [T] slackblocks 3.0.0: title_url and provider_icon_url of a video

# Views
VIEW_STACK = 3  # [D] surfaces/modals: views in a stack
VIEW_TITLE = 24  # [V] View.title_max_length
PRIVATE_METADATA = 3_000  # [V] View.private_metadata_max_length

# Time
ACK_TIMEOUT = timedelta(seconds=3)  # [D] events, commands, interactions
RETRY_DELAYS = (timedelta(), timedelta(minutes=1), timedelta(minutes=5))  # [D] apis/events-api
TRIGGER_LIFE = timedelta(seconds=3)  # [D] trigger_id, single use
RESPONSE_URL_LIFE = timedelta(minutes=30)  # [D] handling-user-interaction
RESPONSE_URL_USES = 5  # [D] handling-user-interaction

# Transport
SOCKETS = 10  # [D] using-socket-mode: connections of one app
CONNECTION_SECONDS = 18_060  # [U] what hello usually says: approximate_connection_time
LIST_LIMIT = 1_000  # [D] conversations.list: highest limit
HISTORY_PAGE = 100  # [D] conversations.history: default limit
HISTORY_LIMIT = 999  # [D] conversations.history: highest limit
REQUEST_BYTES = 1_000_000  # ours: a loopback request larger than this is refused
OAUTH_CODE_LIFE = timedelta(minutes=10)  # [U] oauth.v2.access: code
ACCESS_TOKEN_LIFE = timedelta(hours=12)  # [D] authentication/using-token-rotation: expires_in 43200
REDIRECTS = 2  # [D] apis/events-api: too_many_redirects above
FILE_BYTES = 10_000_000  # ours: Slack takes up to 1 GB
UPLOAD_LIFE = timedelta(minutes=30)  # [U] files.getUploadURLExternal: how long its address works

# Rate limits, calls in a minute: [D] apis/web-api/rate-limits says "1+", "20+", "50+", "100+"
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
POST_BURST = 5  # [U] chat.postMessage: one per second and channel, "short bursts" without a number
POSTS_PER_MINUTE = 300  # [U] "several hundred messages per minute" in a workspace
SMALL_HISTORY = 15  # [D] history and replies for new distributed apps: default and highest limit
HISTORY_METHODS = ("conversations.history", "conversations.replies")
METHOD_TIERS = {  # [D] the tier on each method's page; methods with "special" limits are absent
    "apps.connections.open": 1,
    "apps.uninstall": 1,
    "auth.revoke": 3,
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.list": 2,
    "conversations.members": 4,
    "conversations.open": 3,
    "conversations.replies": 3,
    "files.completeUploadExternal": 4,
    "files.delete": 3,
    "files.getUploadURLExternal": 4,
    "files.info": 4,
    "oauth.v2.access": 4,
    "reactions.add": 3,
    "reactions.get": 3,
    "reactions.list": 2,
    "reactions.remove": 2,
    "users.info": 4,
    "users.list": 2,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}
