"""When staff chose the themes of an input: the machine then leaves it at that, also where they chose none."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('inputs') as batch_op:
        batch_op.add_column(sa.Column('themed_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('inputs') as batch_op:
        batch_op.drop_column('themed_at')
