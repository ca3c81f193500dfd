"""All tables of the service in one place, for migrations and their drift check."""

from profiler.access import models as access_models
from profiler.common.database import Base
from profiler.dead_letters import models as dead_letter_models
from profiler.idempotency import models as idempotency_models
from profiler.inbox import models as inbox_models
from profiler.outbox import models as outbox_models
from profiler.results import models as result_models
from profiler.sessions import models as session_models
from profiler.statistics import models as statistics_models
from profiler.sweep import models as sweep_models

METADATA = Base.metadata
ROOMS = (
    access_models,
    dead_letter_models,
    idempotency_models,
    inbox_models,
    outbox_models,
    result_models,
    session_models,
    statistics_models,
    sweep_models,
)
