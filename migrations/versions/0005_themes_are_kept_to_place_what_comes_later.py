"""Themes are kept as they were formed, to place by them what comes later; a response is found by its trace."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_JSON = sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')


def upgrade() -> None:
    op.create_table(
        'formed_themes',
        sa.Column('consultation_id', _ID, nullable=False),
        sa.Column('stamp', sa.String(length=24), nullable=False),
        sa.Column('made_by', sa.String(length=64), nullable=False),
        sa.Column('inputs', _ID, nullable=False),
        sa.Column('labels', _JSON, nullable=False),
        sa.Column('pattern', _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ['consultation_id'],
            ['consultations.id'],
            name=op.f('fk_formed_themes_consultation_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint('consultation_id', name=op.f('pk_formed_themes')),
    )
    op.create_table(
        'readings',
        sa.Column('input_id', _ID, nullable=False),
        sa.Column('consultation_id', _ID, nullable=False),
        sa.Column('words', sa.String(length=64), nullable=False),
        sa.Column('formed_theme', _ID, nullable=True),
        sa.Column('confidence', sa.Float(), nullable=False),
        sa.Column('later', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ['consultation_id'], ['consultations.id'], name=op.f('fk_readings_consultation_id'), ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['input_id'], ['inputs.id'], name=op.f('fk_readings_input_id'), ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('input_id', name=op.f('pk_readings')),
    )
    op.create_index(op.f('ix_readings_consultation_id'), 'readings', ['consultation_id'])
    op.create_index(op.f('ix_responses_trace_id'), 'responses', ['trace_id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_responses_trace_id'), 'responses')
    op.drop_table('readings')
    op.drop_table('formed_themes')
