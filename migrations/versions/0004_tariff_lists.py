"""Price lists as published versions, and the editions that tell which of them hold.

Revision: 0004.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

PUBLISHED = sa.text("state = 'published'")


def upgrade():
    key = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table('tariff_list',
    sa.Column('id', key, nullable=False),
    sa.Column('distributor', sa.String(length=64), nullable=False),
    sa.Column('system', sa.String(length=64), nullable=False),
    sa.Column('option', sa.String(length=64), nullable=False),
    sa.Column('residential', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('igv_included', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(length=64), nullable=False),
    sa.Column('source', sa.String(length=2000), nullable=False),
    sa.Column('source_page', sa.String(length=64), nullable=True),
    sa.Column('document', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', key, nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by_id', key, nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_id', key, nullable=True),
    sa.CheckConstraint(
        'valid_until IS NULL OR valid_until > valid_from', name=op.f('ck_tariff_list_days_in_order')
    ),
    sa.CheckConstraint(
        "state IN ('draft', 'published', 'withdrawn')", name=op.f('ck_tariff_list_tariff_state')
    ),
    *(
        sa.ForeignKeyConstraint(
            [column], ['user_account.id'], name=op.f(f'fk_tariff_list_{column}_user_account'), ondelete='SET NULL'
        )
        for column in ('created_by_id', 'published_by_id', 'withdrawn_by_id')
    ),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tariff_list'))
    )
    with op.batch_alter_table('tariff_list', schema=None) as batch_op:
        for column in ('created_by_id', 'published_by_id', 'withdrawn_by_id'):
            batch_op.create_index(batch_op.f(f'ix_tariff_list_{column}'), [column], unique=False)

    op.create_index(
        'uq_tariff_list_published', 'tariff_list', ['distributor', 'system', 'option', 'residential', 'valid_from'],
        unique=True, sqlite_where=PUBLISHED, postgresql_where=PUBLISHED,
    )
    op.create_table('tariff_edition',
    sa.Column('number', key, autoincrement=False, nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_tariff_edition'))
    )


def downgrade():
    op.drop_table('tariff_edition')
    op.drop_index('uq_tariff_list_published', table_name='tariff_list')
    with op.batch_alter_table('tariff_list', schema=None) as batch_op:
        for column in ('withdrawn_by_id', 'published_by_id', 'created_by_id'):
            batch_op.drop_index(batch_op.f(f'ix_tariff_list_{column}'))

    op.drop_table('tariff_list')
