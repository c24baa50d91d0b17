-- schemas
schema acquisition grants liuyuan_app: usage; liuyuan_system: create, usage
schema almanac grants liuyuan_app: usage; liuyuan_system: usage
schema campaign grants liuyuan_app: usage; liuyuan_system: create, usage
schema care grants liuyuan_app: usage; liuyuan_system: create, usage
schema channel grants liuyuan_app: usage; liuyuan_system: create, usage
schema commerce grants liuyuan_app: usage; liuyuan_system: usage
schema content grants liuyuan_app: usage
schema corp grants liuyuan_app: usage; liuyuan_system: create, usage
schema customer grants liuyuan_app: usage; liuyuan_system: create, usage
schema event grants liuyuan_app: usage; liuyuan_system: create, usage
schema experiment grants liuyuan_app: usage; liuyuan_system: usage
schema form grants liuyuan_app: usage
schema "group" grants liuyuan_app: usage; liuyuan_system: usage
schema handover grants liuyuan_app: usage; liuyuan_system: create, usage
schema ingestion grants liuyuan_app: usage; liuyuan_system: create, usage
schema insight grants liuyuan_app: usage; liuyuan_system: usage
schema journey grants liuyuan_app: usage; liuyuan_system: create, usage
schema ledger grants liuyuan_app: usage; liuyuan_system: create, usage
schema liuyuan grants liuyuan_app: usage; liuyuan_queue: usage; liuyuan_system: usage
schema official grants liuyuan_app: usage; liuyuan_system: create, usage
schema page grants liuyuan_app: usage
schema playbook grants liuyuan_app: usage; liuyuan_system: usage
schema poster grants liuyuan_app: usage; liuyuan_system: usage
schema posting grants liuyuan_app: usage; liuyuan_system: create, usage
schema queue grants liuyuan_app: usage; liuyuan_queue: create, usage
schema reading grants liuyuan_app: usage; liuyuan_system: create, usage
schema referral grants liuyuan_app: usage; liuyuan_system: create, usage
schema reward grants liuyuan_app: usage; liuyuan_system: create, usage
schema segment grants liuyuan_app: usage; liuyuan_system: create, usage
schema sidebar grants liuyuan_app: usage
schema staff grants liuyuan_app: usage; liuyuan_system: create, usage
schema webhook grants liuyuan_app: usage; liuyuan_system: usage

-- tables
table acquisition.bill rls forced grants liuyuan_app: insert, select, update
table acquisition.contact_way rls forced grants liuyuan_app: insert, select, update
table acquisition.cost_share rls forced grants liuyuan_app: insert, select
table acquisition.hook rls forced grants liuyuan_app: insert, select, update
table acquisition.hook_claim rls forced grants liuyuan_app: insert, select, update
table acquisition.hook_unit rls forced grants liuyuan_app: insert, select, update
table acquisition.hook_version rls forced grants liuyuan_app: insert, select
table acquisition.landing_page rls forced grants liuyuan_app: insert, select, update
table acquisition.source rls forced grants liuyuan_app: insert, select, update
table acquisition.source_cost rls forced grants liuyuan_app: insert, select, update
table acquisition.touch rls forced grants liuyuan_app: insert, select
table acquisition.visit rls forced grants liuyuan_app: insert, select, update
table acquisition.way_batch rls forced grants liuyuan_app: insert, select, update
table acquisition.way_batch_line rls forced grants liuyuan_app: insert, select, update
table acquisition.welcome rls forced grants liuyuan_app: insert, select, update
table almanac.arrangement rls forced grants liuyuan_app: delete, insert, select, update
table campaign.broadcast rls forced grants liuyuan_app: insert, select, update
table campaign.cancellation rls forced grants liuyuan_app: insert, select
table campaign.launch rls forced grants liuyuan_app: insert, select, update
table campaign.moment rls forced grants liuyuan_app: insert, select, update
table campaign.moment_poster rls forced grants liuyuan_app: insert, select, update
table campaign.moment_reaction rls forced grants liuyuan_app: delete, insert, select
table campaign.recipient rls forced grants liuyuan_app: insert, select, update
table care.counter rls forced grants liuyuan_app: insert, select, update
table care.entry rls forced grants liuyuan_app: insert, select
table care.last_answer rls forced grants liuyuan_app: insert, select, update
table care.reply_wait rls forced grants liuyuan_app: insert, select, update
table care.service_case rls forced grants liuyuan_app: insert, select, update
table care.settings rls forced grants liuyuan_app: insert, select
table channel.absence rls forced grants liuyuan_app: insert, select, update
table channel.approval rls forced grants liuyuan_app: delete, insert, select, update
table channel.consent rls forced grants liuyuan_app: insert, select, update
table channel.dead_address rls forced grants liuyuan_app: insert, select
table channel.delivery rls forced grants liuyuan_app: insert, select, update
table channel.fence grants liuyuan_app: insert, select, update
table channel.hold rls forced grants liuyuan_app: insert, select, update
table channel.installation grants liuyuan_app: insert, select, update
table channel.link_count rls forced grants liuyuan_app: insert, select, update
table channel.mailbox rls forced grants liuyuan_app: delete, insert, select, update
table channel.message rls forced grants liuyuan_app: insert, select
table channel.pause rls forced grants liuyuan_app: insert, select, update
table channel.person rls forced grants liuyuan_app: delete, insert, select, update
table channel.policy rls forced grants liuyuan_app: insert, select
table channel.refused_number rls forced grants liuyuan_app: delete, insert, select, update
table channel.reminder rls forced grants liuyuan_app: delete, insert, select
table channel.remote_call rls forced grants liuyuan_app: insert, select, update
table channel.sms_line rls forced grants liuyuan_app: delete, insert, select, update
table channel.sms_template rls forced grants liuyuan_app: delete, insert, select, update
table channel.staff_card rls forced grants liuyuan_app: insert, select, update
table channel.staff_task rls forced grants liuyuan_app: insert, select, update
table channel.task_deed rls forced grants liuyuan_app: insert, select
table channel.verdict rls forced grants liuyuan_app: insert, select
table channel.work_rules rls forced grants liuyuan_app: insert, select
table commerce."order" rls forced grants liuyuan_app: delete, insert, select, update
table commerce.order_before rls forced grants liuyuan_app: delete, insert, select, update
table commerce.order_item rls forced grants liuyuan_app: delete, insert, select
table commerce.product rls forced grants liuyuan_app: insert, select, update
table commerce.product_figure rls forced grants liuyuan_app: delete, insert, select
table commerce.product_key rls forced grants liuyuan_app: insert, select
table commerce.product_measure rls forced grants liuyuan_app: delete, insert, select, update
table commerce.product_merge rls forced grants liuyuan_app: insert, select, update
table commerce.product_pair rls forced grants liuyuan_app: delete, insert, select
table commerce.refund rls forced grants liuyuan_app: delete, insert, select, update
table commerce.sku rls forced grants liuyuan_app: delete, insert, select, update
table content.favourite rls forced grants liuyuan_app: delete, insert, select
table content.material rls forced grants liuyuan_app: insert, select, update
table content.quick_reply rls forced grants liuyuan_app: insert, select, update
table content.reply_use rls forced grants liuyuan_app: insert, select
table corp.api_budget rls forced grants liuyuan_app: insert, select, update
table corp.api_seats rls forced grants liuyuan_app: delete, insert, select, update
table corp.associate rls forced grants liuyuan_app: insert, select, update
table corp.corp rls forced grants liuyuan_app: insert, select, update
table corp.department rls forced grants liuyuan_app: delete, insert, select, update
table corp.missing_field rls forced grants liuyuan_app: insert, select
table corp.token rls forced grants liuyuan_app: delete, insert, select, update
table customer.caretaker rls forced grants liuyuan_app: insert, select, update
table customer.charge rls forced grants liuyuan_app: insert, select, update
table customer.conflict rls forced grants liuyuan_app: delete, insert, select, update
table customer.counter rls forced grants liuyuan_app: insert, select, update
table customer.customer rls forced grants liuyuan_app: delete, insert, select, update
table customer.follow rls forced grants liuyuan_app: insert, select, update
table customer.identity rls forced grants liuyuan_app: delete, insert, select, update
table customer.merge rls forced grants liuyuan_app: delete, insert, select, update
table customer.promise rls forced grants liuyuan_app: insert, select, update
table customer.search rls forced grants liuyuan_app: delete, insert, select, update
table customer.separation rls forced grants liuyuan_app: delete, insert, select, update
table customer.tag rls forced grants liuyuan_app: insert, select, update
table customer.tag_group rls forced grants liuyuan_app: insert, select, update
table customer.tag_job rls forced grants liuyuan_app: insert, select, update
table customer.tag_job_person rls forced grants liuyuan_app: insert, select, update
table customer.tag_mark rls forced grants liuyuan_app: delete, insert, select, update
table customer.tagging rls forced grants liuyuan_app: delete, insert, select, update
table customer.tie rls forced grants liuyuan_app: insert, select, update
table customer.told rls forced grants liuyuan_app: delete, insert, select, update
table event.batch rls forced grants liuyuan_app: insert, select, update
table event.counter rls forced grants liuyuan_app: insert, select, update
table event.inbox rls forced grants liuyuan_app: insert, select, update
table event.landing rls forced grants liuyuan_app: insert, select
table event.parked rls forced grants liuyuan_app: insert, select, update
table event.seen grants liuyuan_app: delete, insert, select
table event.touched rls forced grants liuyuan_app: delete, insert, select
table experiment.assignment rls forced grants liuyuan_app: delete, insert, select, update
table experiment.experiment rls forced grants liuyuan_app: insert, select, update
table experiment.look rls forced grants liuyuan_app: insert, select
table form.answer rls forced grants liuyuan_app: insert, select, update
table form.flash_topic rls forced grants liuyuan_app: insert, select, update
table form.flash_visit rls forced grants liuyuan_app: insert, select, update
table form.form rls forced grants liuyuan_app: insert, select, update
table form.response rls forced grants liuyuan_app: insert, select, update
table form.version rls forced grants liuyuan_app: insert, select
table "group".group_chat rls forced grants liuyuan_app: insert, select, update
table "group".membership rls forced grants liuyuan_app: insert, select, update
table handover.call rls forced grants liuyuan_app: insert, select, update
table handover.entry rls forced grants liuyuan_app: insert, select
table handover.handover rls forced grants liuyuan_app: insert, select
table handover.leaver rls forced grants liuyuan_app: delete, insert, select, update
table handover.move rls forced grants liuyuan_app: insert, select, update
table handover.reading rls forced grants liuyuan_app: insert, select, update
table ingestion.callback rls forced grants liuyuan_app: delete, insert, select, update
table ingestion.import rls forced grants liuyuan_app: insert, select, update
table ingestion.import_error rls forced grants liuyuan_app: delete, insert, select
table ingestion.mapping_memory rls forced grants liuyuan_app: delete, insert, select, update
table ingestion.notice rls forced grants liuyuan_app: delete, insert, select, update
table ingestion.service_account rls forced grants liuyuan_app: delete, insert, select, update
table ingestion.sync_member rls forced grants liuyuan_app: delete, insert, select, update
table ingestion.sync_part rls forced grants liuyuan_app: delete, insert, select, update
table ingestion.sync_seen rls forced grants liuyuan_app: delete, insert, select, update
table ingestion.wish rls forced grants liuyuan_app: delete, insert, select, update
table insight.cost_option rls forced grants liuyuan_app: insert, select, update
table insight.decision rls forced grants liuyuan_app: insert, select
table insight.retrospective rls forced grants liuyuan_app: insert, select
table insight.tie_option rls forced grants liuyuan_app: insert, select, update
table insight.value_fit rls forced grants liuyuan_app: insert, select, update
table insight.value_option rls forced grants liuyuan_app: insert, select, update
table journey.admission rls forced grants liuyuan_app: insert, select, update
table journey.ending rls forced grants liuyuan_app: insert, select, update
table journey.enrollment rls forced grants liuyuan_app: insert, select, update
table journey.journey rls forced grants liuyuan_app: delete, insert, select, update
table journey.listening rls forced grants liuyuan_app: delete, insert, select
table journey.migration rls forced grants liuyuan_app: insert, select, update
table journey.passage rls forced grants liuyuan_app: insert, select
table journey.pause rls forced grants liuyuan_app: insert, select, update
table journey.rehearsal rls forced grants liuyuan_app: delete, insert, select, update
table journey.rehearsal_people rls forced grants liuyuan_app: delete, insert, select
table journey.stuck grants liuyuan_app: select
table journey.trial rls forced grants liuyuan_app: insert, select, update
table journey.trial_choice rls forced grants liuyuan_app: insert, select
table journey.trial_person rls forced grants liuyuan_app: insert, select, update
table journey.version rls forced grants liuyuan_app: insert, select
table ledger.account rls forced grants liuyuan_app: select; liuyuan_system: select
table ledger.audit rls forced grants liuyuan_app: insert, select
table ledger.chain rls forced grants liuyuan_app: insert, select
table ledger.closing rls forced grants liuyuan_app: insert, select
table ledger.transfer rls forced grants liuyuan_app: insert, select
table ledger.unchained rls forced grants liuyuan_app: delete, select; liuyuan_system: insert, select
table official.account rls forced grants liuyuan_app: insert, select, update
table official.code rls forced grants liuyuan_app: insert, select, update
table official.subscription rls forced grants liuyuan_app: insert, select, update
table page.look rls forced grants liuyuan_app: insert, select, update
table page.personal_link rls forced grants liuyuan_app: insert, select
table page.visitor rls forced grants liuyuan_app: insert, select, update
table playbook.diagnosis rls forced grants liuyuan_app: insert, select
table poster.poster rls forced grants liuyuan_app: insert, select, update
table posting.plan rls forced grants liuyuan_app: insert, select, update
table posting.plan_day rls forced grants liuyuan_app: insert, select, update
table posting.plan_group rls forced grants liuyuan_app: insert, select
table posting.plan_step rls forced grants liuyuan_app: insert, select, update
table posting.post rls forced grants liuyuan_app: insert, select, update
table posting.reminder rls forced grants liuyuan_app: delete, insert, select
table posting.slot rls forced grants liuyuan_app: delete, insert, select
table posting.target rls forced grants liuyuan_app: insert, select, update
table posting.task rls forced grants liuyuan_app: insert, select, update
table queue.worker grants liuyuan_queue: delete, insert, select, update
table reading.alert rls forced grants liuyuan_app: insert, select, update
table reading.article rls forced grants liuyuan_app: insert, select, update
table reading.opening rls forced grants liuyuan_app: insert, select, update
table reading.permission rls forced grants liuyuan_app: insert, select, update
table reading.version rls forced grants liuyuan_app: insert, select
table reading.view rls forced grants liuyuan_app: insert, select, update
table referral.campaign rls forced grants liuyuan_app: insert, select, update
table referral.invitee rls forced grants liuyuan_app: insert, select, update
table referral.inviter rls forced grants liuyuan_app: insert, select, update
table referral.promise rls forced grants liuyuan_app: insert, select, update
table referral.tier rls forced grants liuyuan_app: delete, insert, select
table reward.batch rls forced grants liuyuan_app: insert, select
table reward.campaign_budget rls forced grants liuyuan_app: insert, select
table reward.entry rls forced grants liuyuan_app: insert, select
table reward.pause rls forced grants liuyuan_app: insert, select, update
table reward.pay_account rls forced grants liuyuan_app: delete, insert, select, update
table reward.payment rls forced grants liuyuan_app: insert, select, update
table reward.reward rls forced grants liuyuan_app: insert, select, update
table reward.reward_grant rls forced grants liuyuan_app: insert, select, update
table reward.unit rls forced grants liuyuan_app: insert, select, update
table segment.history rls forced grants liuyuan_app: insert, select, update
table segment.refresh rls forced grants liuyuan_app: insert, select, update
table segment.segment rls forced grants liuyuan_app: insert, select, update
table sidebar.session rls forced grants liuyuan_app: delete, insert, select
table staff.api_key rls forced grants liuyuan_app: insert, select, update
table staff.audit rls forced grants liuyuan_app: insert, select
table staff.idempotency rls forced grants liuyuan_app: delete, insert, select, update
table staff.session rls forced grants liuyuan_app: delete, insert, select, update
table staff.staff rls forced grants liuyuan_app: insert, select, update
table staff.workspace rls forced grants liuyuan_app: insert, select, update
table webhook.attempt rls forced grants liuyuan_app: delete, insert, select
table webhook.endpoint rls forced grants liuyuan_app: insert, select, update
table webhook.message rls forced grants liuyuan_app: delete, insert, select, update

-- columns
column acquisition.bill.workspace_id uuid not null
column acquisition.bill.id uuid not null
column acquisition.bill.file_name text not null
column acquisition.bill.file_hash bytea not null
column acquisition.bill.lines integer not null
column acquisition.bill.amount bigint not null
column acquisition.bill.made_at timestamp with time zone not null
column acquisition.bill.made_by uuid
column acquisition.bill.withdrawn_at timestamp with time zone
column acquisition.bill.withdrawn_by uuid
column acquisition.contact_way.workspace_id uuid not null grants liuyuan_system: select
column acquisition.contact_way.id uuid not null
column acquisition.contact_way.name text not null
column acquisition.contact_way.source_id uuid not null
column acquisition.contact_way.userids text[] not null
column acquisition.contact_way.state text not null
column acquisition.contact_way.skip_verify boolean not null default true
column acquisition.contact_way.welcome_new text not null default ''::text
column acquisition.contact_way.welcome_returning text not null default ''::text
column acquisition.contact_way.tag_ids uuid[] not null default '{}'::uuid[]
column acquisition.contact_way.phase text not null grants liuyuan_system: select
column acquisition.contact_way.config_id text
column acquisition.contact_way.qr_url text
column acquisition.contact_way.errcode integer
column acquisition.contact_way.created_at timestamp with time zone not null
column acquisition.contact_way.created_by uuid
column acquisition.contact_way.changed_at timestamp with time zone not null
column acquisition.contact_way.archived_at timestamp with time zone grants liuyuan_system: select
column acquisition.contact_way.schedule jsonb grants liuyuan_system: select
column acquisition.contact_way.served text[] grants liuyuan_system: select
column acquisition.contact_way.serve_after timestamp with time zone
column acquisition.contact_way.serve_errcode integer
column acquisition.contact_way.hook_id uuid
column acquisition.contact_way.welcomes jsonb not null default '[]'::jsonb
column acquisition.contact_way.code_text text
column acquisition.cost_share.workspace_id uuid not null
column acquisition.cost_share.cost_id uuid not null
column acquisition.cost_share.way_id uuid not null
column acquisition.cost_share.amount bigint not null
column acquisition.hook.workspace_id uuid not null
column acquisition.hook.id uuid not null
column acquisition.hook.name text not null
column acquisition.hook.pain text not null
column acquisition.hook.kind text not null
column acquisition.hook.rule text not null
column acquisition.hook.source_id uuid
column acquisition.hook.way_id uuid
column acquisition.hook.version integer not null
column acquisition.hook.stock integer
column acquisition.hook.until_on date
column acquisition.hook.made_at timestamp with time zone not null
column acquisition.hook.made_by uuid
column acquisition.hook.archived_at timestamp with time zone
column acquisition.hook_claim.workspace_id uuid not null
column acquisition.hook_claim.id uuid not null
column acquisition.hook_claim.hook_id uuid not null
column acquisition.hook_claim.version integer not null
column acquisition.hook_claim.visitor_id uuid not null
column acquisition.hook_claim.customer_id uuid
column acquisition.hook_claim.customer_no bigint
column acquisition.hook_claim.landing_page_id uuid
column acquisition.hook_claim.claimed_at timestamp with time zone not null
column acquisition.hook_claim.opened_at timestamp with time zone
column acquisition.hook_claim.article_id uuid
column acquisition.hook_unit.workspace_id uuid not null
column acquisition.hook_unit.hook_id uuid not null
column acquisition.hook_unit.no integer not null
column acquisition.hook_unit.code text not null default ''::text
column acquisition.hook_unit.claim_id uuid
column acquisition.hook_version.workspace_id uuid not null
column acquisition.hook_version.hook_id uuid not null
column acquisition.hook_version.no integer not null
column acquisition.hook_version.title text not null
column acquisition.hook_version.words text not null
column acquisition.hook_version.url text
column acquisition.hook_version.made_at timestamp with time zone not null
column acquisition.hook_version.made_by uuid
column acquisition.landing_page.workspace_id uuid not null
column acquisition.landing_page.id uuid not null
column acquisition.landing_page.name text not null
column acquisition.landing_page.source_id uuid
column acquisition.landing_page.template text not null
column acquisition.landing_page.deed text not null
column acquisition.landing_page.way_id uuid
column acquisition.landing_page.hook_id uuid
column acquisition.landing_page.variants jsonb not null
column acquisition.landing_page.made_at timestamp with time zone not null
column acquisition.landing_page.made_by uuid
column acquisition.landing_page.changed_at timestamp with time zone not null
column acquisition.landing_page.archived_at timestamp with time zone
column acquisition.source.workspace_id uuid not null
column acquisition.source.id uuid not null
column acquisition.source.name text not null
column acquisition.source.created_at timestamp with time zone not null
column acquisition.source.archived_at timestamp with time zone
column acquisition.source.parent_id uuid
column acquisition.source.traffic text
column acquisition.source.owner text not null default ''::text
column acquisition.source.from_on date
column acquisition.source.to_on date
column acquisition.source_cost.workspace_id uuid not null
column acquisition.source_cost.id uuid not null
column acquisition.source_cost.source_id uuid not null
column acquisition.source_cost.amount bigint not null
column acquisition.source_cost.from_on date not null
column acquisition.source_cost.to_on date not null
column acquisition.source_cost.note text not null default ''::text
column acquisition.source_cost.created_at timestamp with time zone not null
column acquisition.source_cost.created_by uuid
column acquisition.source_cost.withdrawn_at timestamp with time zone
column acquisition.source_cost.withdrawn_by uuid
column acquisition.source_cost.bill_id uuid
column acquisition.source_cost.bill_line integer
column acquisition.touch.workspace_id uuid not null
column acquisition.touch.event_id uuid not null
column acquisition.touch.customer_id uuid not null
column acquisition.touch.at timestamp with time zone not null
column acquisition.touch.kind text not null
column acquisition.touch.source_id uuid
column acquisition.touch.subject text not null default ''::text
column acquisition.visit.workspace_id uuid not null
column acquisition.visit.page_id uuid not null
column acquisition.visit.visitor_id uuid not null
column acquisition.visit.variant text not null default ''::text
column acquisition.visit.first_at timestamp with time zone not null
column acquisition.visit.acted_at timestamp with time zone
column acquisition.way_batch.workspace_id uuid not null
column acquisition.way_batch.id uuid not null
column acquisition.way_batch.file_name text not null
column acquisition.way_batch.lines integer not null
column acquisition.way_batch.made_at timestamp with time zone not null
column acquisition.way_batch.made_by uuid
column acquisition.way_batch.ended_at timestamp with time zone
column acquisition.way_batch.stopped_at timestamp with time zone
column acquisition.way_batch_line.workspace_id uuid not null
column acquisition.way_batch_line.batch_id uuid not null
column acquisition.way_batch_line.line integer not null
column acquisition.way_batch_line.way_id uuid not null
column acquisition.way_batch_line.state text not null
column acquisition.way_batch_line.asked_at timestamp with time zone
column acquisition.way_batch_line.tries integer not null default 0
column acquisition.way_batch_line.errcode integer
column acquisition.welcome.workspace_id uuid not null
column acquisition.welcome.welcome_new text not null
column acquisition.welcome.welcome_returning text not null
column acquisition.welcome.changed_at timestamp with time zone not null
column acquisition.welcome.changed_by uuid
column almanac.arrangement.workspace_id uuid not null
column almanac.arrangement.year smallint not null
column almanac.arrangement.days jsonb not null
column almanac.arrangement.changed_at timestamp with time zone not null
column almanac.arrangement.changed_by uuid
column campaign.broadcast.workspace_id uuid not null
column campaign.broadcast.id uuid not null
column campaign.broadcast.name text not null
column campaign.broadcast.draft jsonb not null
column campaign.broadcast.draft_no integer not null default 1
column campaign.broadcast.saved_at timestamp with time zone not null
column campaign.broadcast.saved_by uuid
column campaign.broadcast.created_at timestamp with time zone not null
column campaign.broadcast.created_by uuid
column campaign.broadcast.dropped_at timestamp with time zone
column campaign.cancellation.workspace_id uuid not null
column campaign.cancellation.broadcast_id uuid not null
column campaign.cancellation.cancelled_at timestamp with time zone not null
column campaign.cancellation.cancelled_by uuid
column campaign.cancellation.reason text not null
column campaign.launch.workspace_id uuid not null grants liuyuan_system: select
column campaign.launch.broadcast_id uuid not null grants liuyuan_system: select
column campaign.launch.plan jsonb not null
column campaign.launch.experiment_id uuid not null
column campaign.launch.audience integer not null
column campaign.launch.launched_at timestamp with time zone not null
column campaign.launch.launched_by uuid
column campaign.launch.approved_by uuid
column campaign.launch.starts_at timestamp with time zone not null
column campaign.launch.not_after timestamp with time zone not null
column campaign.launch.up_to_no bigint not null default 0
column campaign.launch.frozen_at timestamp with time zone
column campaign.launch.look_at timestamp with time zone not null grants liuyuan_system: select
column campaign.launch.ended_at timestamp with time zone grants liuyuan_system: select
column campaign.moment.workspace_id uuid not null grants liuyuan_system: select
column campaign.moment.id uuid not null grants liuyuan_system: select
column campaign.moment.company text not null default ''::text
column campaign.moment.text text not null
column campaign.moment.picture bytea
column campaign.moment.picture_type text not null default ''::text
column campaign.moment.link jsonb
column campaign.moment.userids text[] not null default '{}'::text[]
column campaign.moment.tag_ids uuid[] not null default '{}'::uuid[]
column campaign.moment.made_at timestamp with time zone not null
column campaign.moment.made_by uuid
column campaign.moment.state text not null grants liuyuan_system: select
column campaign.moment.job_id text
column campaign.moment.remote_id text
column campaign.moment.errmsg text not null default ''::text
column campaign.moment.called_at timestamp with time zone
column campaign.moment.look_at timestamp with time zone not null grants liuyuan_system: select
column campaign.moment.looks integer not null default 0
column campaign.moment.cancelled_at timestamp with time zone
column campaign.moment.cancelled_by uuid
column campaign.moment_poster.workspace_id uuid not null
column campaign.moment_poster.moment_id uuid not null
column campaign.moment_poster.userid text not null
column campaign.moment_poster.posted_at timestamp with time zone
column campaign.moment_poster.viewers integer
column campaign.moment_reaction.workspace_id uuid not null
column campaign.moment_reaction.moment_id uuid not null
column campaign.moment_reaction.userid text not null
column campaign.moment_reaction.kind text not null
column campaign.moment_reaction.who text not null
column campaign.moment_reaction.at timestamp with time zone not null
column campaign.moment_reaction.customer_id uuid
column campaign.moment_reaction.customer_no bigint
column campaign.recipient.workspace_id uuid not null
column campaign.recipient.broadcast_id uuid not null
column campaign.recipient.customer_no bigint not null
column campaign.recipient.customer_id uuid not null
column campaign.recipient.arm text not null
column campaign.recipient.state text not null
column campaign.recipient.reason text
column campaign.recipient.due_at timestamp with time zone
column campaign.recipient.round smallint not null default 1
column campaign.recipient.delivery_id uuid
column care.counter.workspace_id uuid not null
column care.counter.last integer not null
column care.entry.workspace_id uuid not null
column care.entry.id uuid not null
column care.entry.case_id uuid not null
column care.entry.kind text not null
column care.entry.at timestamp with time zone not null
column care.entry.by uuid
column care.entry.text text not null default ''::text
column care.entry.detail jsonb not null default '{}'::jsonb
column care.last_answer.workspace_id uuid not null
column care.last_answer.customer_id uuid not null
column care.last_answer.userid text not null
column care.last_answer.at timestamp with time zone not null
column care.reply_wait.workspace_id uuid not null grants liuyuan_system: select
column care.reply_wait.id uuid not null
column care.reply_wait.customer_id uuid not null
column care.reply_wait.customer_no bigint not null
column care.reply_wait.userid text not null
column care.reply_wait.heard text not null
column care.reply_wait.asked_at timestamp with time zone not null
column care.reply_wait.last_at timestamp with time zone not null
column care.reply_wait.messages integer not null default 1
column care.reply_wait.due_at timestamp with time zone not null grants liuyuan_system: select
column care.reply_wait.lapse_at timestamp with time zone not null grants liuyuan_system: select
column care.reply_wait.outcome text
column care.reply_wait.ended_at timestamp with time zone grants liuyuan_system: select
column care.reply_wait.ended_by uuid
column care.reply_wait.answer_minutes integer
column care.reply_wait.escalated_at timestamp with time zone grants liuyuan_system: select
column care.reply_wait.seen_at timestamp with time zone
column care.reply_wait.seen_by uuid
column care.service_case.workspace_id uuid not null grants liuyuan_system: select
column care.service_case.id uuid not null
column care.service_case.no integer not null
column care.service_case.customer_id uuid not null
column care.service_case.kind text not null
column care.service_case.priority text not null
column care.service_case.state text not null grants liuyuan_system: select
column care.service_case.origin text not null
column care.service_case.origin_event text not null default ''::text
column care.service_case.subject text not null
column care.service_case.owner text not null
column care.service_case.opened_at timestamp with time zone not null
column care.service_case.opened_by uuid
column care.service_case.clocks_from timestamp with time zone not null
column care.service_case.answer_due_at timestamp with time zone not null grants liuyuan_system: select
column care.service_case.resolve_due_at timestamp with time zone not null grants liuyuan_system: select
column care.service_case.answered_at timestamp with time zone
column care.service_case.waiting_since timestamp with time zone
column care.service_case.solved_at timestamp with time zone
column care.service_case.close_due_at timestamp with time zone grants liuyuan_system: select
column care.service_case.closed_at timestamp with time zone
column care.service_case.reopened integer not null default 0
column care.service_case.answer_minutes integer
column care.service_case.resolve_minutes integer
column care.service_case.waited_minutes integer not null default 0
column care.service_case.resolution_kind text
column care.service_case.resolution text not null default ''::text
column care.service_case.satisfaction smallint
column care.service_case.escalated_at timestamp with time zone
column care.service_case.escalated_clock text grants liuyuan_system: select
column care.service_case.escalation_seen_at timestamp with time zone
column care.service_case.escalation_seen_by uuid
column care.settings.workspace_id uuid not null
column care.settings.no integer not null
column care.settings.settings jsonb not null
column care.settings.changed_at timestamp with time zone not null
column care.settings.changed_by uuid
column channel.absence.workspace_id uuid not null
column channel.absence.id uuid not null
column channel.absence.userid text not null
column channel.absence.from_on date not null
column channel.absence.to_on date not null
column channel.absence.stand_in text
column channel.absence.reason text not null
column channel.absence.recorded_at timestamp with time zone not null
column channel.absence.recorded_by uuid
column channel.absence.ended_at timestamp with time zone
column channel.absence.ended_by uuid
column channel.approval.workspace_id uuid not null
column channel.approval.id uuid not null
column channel.approval.subject_id uuid not null
column channel.approval.draft_no integer not null
column channel.approval.with_those_inside boolean not null
column channel.approval.audience integer not null
column channel.approval.reason text not null
column channel.approval.asked_at timestamp with time zone not null
column channel.approval.asked_by uuid
column channel.approval.verdict text
column channel.approval.verdict_reason text not null default ''::text
column channel.approval.decided_at timestamp with time zone
column channel.approval.decided_by uuid
column channel.approval.version integer
column channel.approval.subject_kind text not null
column channel.consent.workspace_id uuid not null
column channel.consent.id uuid not null
column channel.consent.customer_id uuid not null
column channel.consent.kind text not null
column channel.consent.purpose text not null
column channel.consent.until timestamp with time zone
column channel.consent.source text not null
column channel.consent.reason text not null
column channel.consent.recorded_at timestamp with time zone not null
column channel.consent.recorded_by uuid
column channel.consent.undone_at timestamp with time zone
column channel.consent.undone_by uuid
column channel.consent.carrier text not null default ''::text
column channel.dead_address.workspace_id uuid not null
column channel.dead_address.key bytea not null
column channel.dead_address.found_at timestamp with time zone not null
column channel.dead_address.said text not null
column channel.dead_address.kind text not null default 'email'::text
column channel.delivery.workspace_id uuid not null grants liuyuan_system: select
column channel.delivery.id uuid not null
column channel.delivery.message_id uuid not null
column channel.delivery.journey_id uuid
column channel.delivery.enrollment_id uuid
column channel.delivery.customer_id uuid not null
column channel.delivery.customer_no bigint not null
column channel.delivery.person_id uuid not null
column channel.delivery.carrier text not null grants liuyuan_system: select
column channel.delivery.purpose text not null
column channel.delivery.state text not null grants liuyuan_system: select
column channel.delivery.reason text
column channel.delivery.detail jsonb
column channel.delivery.userid text not null default ''::text
column channel.delivery.external_userid text not null default ''::text
column channel.delivery.text text
column channel.delivery.zone text not null
column channel.delivery.planned_at timestamp with time zone not null
column channel.delivery.not_before timestamp with time zone not null
column channel.delivery.not_after timestamp with time zone not null
column channel.delivery.lateness text not null
column channel.delivery.due_at timestamp with time zone not null grants liuyuan_system: select
column channel.delivery.welcome_code text
column channel.delivery.slot_at timestamp with time zone
column channel.delivery.slot_on date
column channel.delivery.fence integer not null default 0
column channel.delivery.lease_until timestamp with time zone grants liuyuan_system: select
column channel.delivery.call_id uuid
column channel.delivery.sent_at timestamp with time zone
column channel.delivery.settled_at timestamp with time zone
column channel.delivery.clicked_at timestamp with time zone
column channel.delivery.subject text
column channel.delivery.sms_params jsonb
column channel.delivery.delivered_at timestamp with time zone
column channel.delivery.segments integer
column channel.delivery.cost_li integer
column channel.delivery.broadcast_id uuid
column channel.delivery.superseded_at timestamp with time zone
column channel.fence.id uuid not null
column channel.fence.place text not null
column channel.fence.fenced_at timestamp with time zone not null
column channel.fence.released_at timestamp with time zone
column channel.fence.released_by uuid
column channel.fence.reason text not null default ''::text
column channel.hold.workspace_id uuid not null
column channel.hold.id uuid not null
column channel.hold.customer_id uuid not null
column channel.hold.began_at timestamp with time zone not null
column channel.hold.ended_at timestamp with time zone
column channel.hold.kind text not null default 'case'::text
column channel.installation.only_one boolean not null default true
column channel.installation.id uuid not null
column channel.installation.place text not null
column channel.installation.made_at timestamp with time zone not null
column channel.link_count.workspace_id uuid not null
column channel.link_count.message_id uuid not null
column channel.link_count.clicks bigint not null
column channel.link_count.first_at timestamp with time zone not null
column channel.link_count.last_at timestamp with time zone not null
column channel.mailbox.workspace_id uuid not null
column channel.mailbox.host text not null
column channel.mailbox.port integer not null
column channel.mailbox.security text not null
column channel.mailbox.login text not null
column channel.mailbox.password bytea
column channel.mailbox.from_address text not null
column channel.mailbox.from_name text not null
column channel.mailbox.changed_at timestamp with time zone not null
column channel.mailbox.changed_by uuid
column channel.mailbox.taken_at timestamp with time zone
column channel.mailbox.trouble_at timestamp with time zone
column channel.mailbox.trouble text
column channel.mailbox.trouble_said text
column channel.message.workspace_id uuid not null
column channel.message.id uuid not null
column channel.message.cause_kind text not null
column channel.message.journey_id uuid
column channel.message.journey_version integer
column channel.message.step_id text not null default ''::text
column channel.message.carrier text not null
column channel.message.purpose text not null
column channel.message.text text not null
column channel.message.link jsonb
column channel.message.made_at timestamp with time zone not null
column channel.message.subject text
column channel.message.sms jsonb
column channel.message.material_id uuid
column channel.message.broadcast_id uuid
column channel.pause.workspace_id uuid not null grants liuyuan_system: select
column channel.pause.id uuid not null
column channel.pause.scope text not null
column channel.pause.subject text not null default ''::text
column channel.pause.paused_at timestamp with time zone not null
column channel.pause.paused_by uuid
column channel.pause.reason text not null
column channel.pause.lifted_at timestamp with time zone grants liuyuan_system: select
column channel.pause.lifted_by uuid
column channel.pause.lift_reason text
column channel.person.workspace_id uuid not null
column channel.person.person_id uuid not null
column channel.person.refused text[] not null default '{}'::text[]
column channel.person.leave_until timestamp with time zone
column channel.person.refused_carriers text[] not null default '{}'::text[]
column channel.person.agreed_carriers text[] not null default '{}'::text[]
column channel.person.held_by uuid
column channel.person.held_kind text
column channel.policy.workspace_id uuid not null
column channel.policy.no integer not null
column channel.policy.rules jsonb not null
column channel.policy.changed_at timestamp with time zone not null
column channel.policy.changed_by uuid
column channel.policy.reason text not null
column channel.refused_number.workspace_id uuid not null
column channel.refused_number.key bytea not null
column channel.refused_number.refused_at timestamp with time zone not null
column channel.reminder.workspace_id uuid not null
column channel.reminder.id uuid not null
column channel.reminder.call_id uuid not null
column channel.reminder.reminded_at timestamp with time zone not null
column channel.reminder.reminded_by uuid
column channel.remote_call.workspace_id uuid not null grants liuyuan_system: select
column channel.remote_call.id uuid not null
column channel.remote_call.kind text not null grants liuyuan_system: select
column channel.remote_call.message_id uuid not null
column channel.remote_call.userid text not null default ''::text
column channel.remote_call.text text not null
column channel.remote_call.link jsonb
column channel.remote_call.marker text not null
column channel.remote_call.receivers integer not null
column channel.remote_call.state text not null grants liuyuan_system: select
column channel.remote_call.remote_id text
column channel.remote_call.errcode integer
column channel.remote_call.errmsg text
column channel.remote_call.called_at timestamp with time zone not null
column channel.remote_call.present_at timestamp with time zone not null
column channel.remote_call.answered_at timestamp with time zone
column channel.remote_call.closes_at timestamp with time zone not null grants liuyuan_system: select
column channel.remote_call.look_after timestamp with time zone not null grants liuyuan_system: select
column channel.remote_call.looks integer not null default 0
column channel.remote_call.lease_until timestamp with time zone
column channel.remote_call.confirmed_at timestamp with time zone
column channel.remote_call.cancel_reason text
column channel.remote_call.cancelled_at timestamp with time zone
column channel.remote_call.closed_at timestamp with time zone
column channel.sms_line.workspace_id uuid not null
column channel.sms_line.provider text not null
column channel.sms_line.key_id text not null
column channel.sms_line.secret bytea not null
column channel.sms_line.app_id text not null
column channel.sms_line.region text not null
column channel.sms_line.sign_name text not null
column channel.sms_line.li_per_segment integer
column channel.sms_line.endpoint text not null
column channel.sms_line.hook_id uuid not null
column channel.sms_line.changed_at timestamp with time zone not null
column channel.sms_line.changed_by uuid
column channel.sms_line.taken_at timestamp with time zone
column channel.sms_line.heard_at timestamp with time zone
column channel.sms_line.trouble_at timestamp with time zone
column channel.sms_line.trouble text
column channel.sms_line.trouble_said text
column channel.sms_template.workspace_id uuid not null
column channel.sms_template.id uuid not null
column channel.sms_template.code text not null
column channel.sms_template.name text not null
column channel.sms_template.kind text not null
column channel.sms_template.text text not null
column channel.sms_template.made_at timestamp with time zone not null
column channel.sms_template.made_by uuid
column channel.staff_card.workspace_id uuid not null grants liuyuan_system: select
column channel.staff_card.id uuid not null
column channel.staff_card.kind text not null
column channel.staff_card.task_id uuid
column channel.staff_card.about_userid text
column channel.staff_card.userid text not null
column channel.staff_card.on_day date not null
column channel.staff_card.state text not null grants liuyuan_system: select
column channel.staff_card.planned_at timestamp with time zone not null
column channel.staff_card.lease_until timestamp with time zone grants liuyuan_system: select
column channel.staff_card.tries integer not null default 0
column channel.staff_card.sent_at timestamp with time zone
column channel.staff_card.error text
column channel.staff_card.response_code text
column channel.staff_card.pressed_at timestamp with time zone
column channel.staff_card.pressed_key text
column channel.staff_card.face text
column channel.staff_card.face_state text not null default 'open'::text grants liuyuan_system: select
column channel.staff_task.workspace_id uuid not null grants liuyuan_system: select
column channel.staff_task.id uuid not null
column channel.staff_task.userid text not null
column channel.staff_task.state text not null grants liuyuan_system: select
column channel.staff_task.opened_at timestamp with time zone not null
column channel.staff_task.closes_at timestamp with time zone not null grants liuyuan_system: select
column channel.staff_task.decided_at timestamp with time zone
column channel.staff_task.decided_by uuid
column channel.staff_task.reason text not null default ''::text
column channel.staff_task.decided_userid text
column channel.staff_task.due_at timestamp with time zone
column channel.staff_task.outcome text
column channel.staff_task.snoozed_until timestamp with time zone
column channel.staff_task.assigned_at timestamp with time zone
column channel.staff_task.begun_at timestamp with time zone
column channel.staff_task.escalated_at timestamp with time zone
column channel.staff_task.look_at timestamp with time zone grants liuyuan_system: select
column channel.task_deed.workspace_id uuid not null
column channel.task_deed.id uuid not null
column channel.task_deed.task_id uuid not null
column channel.task_deed.kind text not null
column channel.task_deed.at timestamp with time zone not null
column channel.task_deed.by_staff uuid
column channel.task_deed.by_userid text
column channel.task_deed.from_userid text
column channel.task_deed.to_userid text
column channel.task_deed.until_at timestamp with time zone
column channel.task_deed.reason text not null default ''::text
column channel.verdict.workspace_id uuid not null
column channel.verdict.id uuid not null
column channel.verdict.call_id uuid not null
column channel.verdict.said text not null
column channel.verdict.deliveries integer not null
column channel.verdict.said_at timestamp with time zone not null
column channel.verdict.said_by uuid
column channel.work_rules.workspace_id uuid not null
column channel.work_rules.no integer not null
column channel.work_rules.rules jsonb not null
column channel.work_rules.changed_at timestamp with time zone not null
column channel.work_rules.changed_by uuid
column commerce."order".workspace_id uuid not null
column commerce."order".id uuid not null
column commerce."order".order_key text not null
column commerce."order".order_no text
column commerce."order".shop text not null default ''::text
column commerce."order".customer_id uuid
column commerce."order".customer_no bigint not null default 0
column commerce."order".state text not null
column commerce."order".currency text not null
column commerce."order".amount bigint not null
column commerce."order".paid bigint not null default 0
column commerce."order".refunded bigint not null default 0
column commerce."order".ordered_at timestamp with time zone not null
column commerce."order".paid_at timestamp with time zone
column commerce."order".cancelled_at timestamp with time zone
column commerce."order".refunded_in_full_at timestamp with time zone
column commerce."order".is_known boolean not null default true
column commerce."order".items jsonb not null default '[]'::jsonb
column commerce."order".attributes jsonb not null default '{}'::jsonb
column commerce."order".import_id uuid
column commerce."order".version bigint not null
column commerce."order".items_kept boolean not null default false
column commerce.order_before.workspace_id uuid not null
column commerce.order_before.import_id uuid not null
column commerce.order_before.order_id uuid not null
column commerce.order_before.before jsonb not null
column commerce.order_before.after jsonb not null
column commerce.order_item.workspace_id uuid not null
column commerce.order_item.order_id uuid not null
column commerce.order_item.line smallint not null
column commerce.order_item.product_id uuid not null
column commerce.order_item.pieces numeric not null default 1
column commerce.product.workspace_id uuid not null
column commerce.product.id uuid not null
column commerce.product.name text not null
column commerce.product.category text not null default ''::text
column commerce.product.picture_url text
column commerce.product.link_url text
column commerce.product.is_on_sale boolean not null default true
column commerce.product.use text not null default 'unknown'::text
column commerce.product.pack_days smallint
column commerce.product.tag_ids uuid[] not null default '{}'::uuid[]
column commerce.product.made_from text not null
column commerce.product.made_at timestamp with time zone not null
column commerce.product.made_by uuid
column commerce.product.changed_at timestamp with time zone not null
column commerce.product.stands_for uuid not null
column commerce.product.words text[] not null default '{}'::text[]
column commerce.product_figure.workspace_id uuid not null
column commerce.product_figure.product_id uuid not null
column commerce.product_figure.buyers integer not null
column commerce.product_figure.recent_buyers integer not null
column commerce.product_figure.repeaters integer not null
column commerce.product_figure.interval_days real
column commerce.product_figure.gaps integer not null
column commerce.product_key.workspace_id uuid not null
column commerce.product_key.key text not null
column commerce.product_key.product_id uuid not null
column commerce.product_measure.workspace_id uuid not null
column commerce.product_measure.measured_at timestamp with time zone not null
column commerce.product_measure.people integer not null
column commerce.product_merge.workspace_id uuid not null
column commerce.product_merge.id uuid not null
column commerce.product_merge.from_id uuid not null
column commerce.product_merge.into_id uuid not null
column commerce.product_merge.moved uuid[] not null
column commerce.product_merge.merged_at timestamp with time zone not null
column commerce.product_merge.merged_by uuid
column commerce.product_merge.undone_at timestamp with time zone
column commerce.product_merge.undone_by uuid
column commerce.product_pair.workspace_id uuid not null
column commerce.product_pair.product_id uuid not null
column commerce.product_pair.other_id uuid not null
column commerce.product_pair.buyers_of_both integer not null
column commerce.product_pair.cosine real not null
column commerce.refund.workspace_id uuid not null
column commerce.refund.order_id uuid not null
column commerce.refund.refund_key text not null
column commerce.refund.amount bigint not null
column commerce.refund.refunded_at timestamp with time zone not null
column commerce.refund.import_id uuid
column commerce.sku.workspace_id uuid not null
column commerce.sku.id uuid not null
column commerce.sku.product_id uuid not null
column commerce.sku.code text not null default ''::text
column commerce.sku.name text not null default ''::text
column commerce.sku.price bigint
column commerce.sku.stock integer
column content.favourite.workspace_id uuid not null
column content.favourite.userid text not null
column content.favourite.reply_id uuid not null
column content.material.workspace_id uuid not null
column content.material.id uuid not null
column content.material.title text not null
column content.material.text text not null
column content.material.link jsonb
column content.material.purpose text not null
column content.material.tag_ids uuid[] not null default '{}'::uuid[]
column content.material.story text not null default ''::text
column content.material.from_on date
column content.material.until_on date
column content.material.words text[] not null
column content.material.made_at timestamp with time zone not null
column content.material.made_by uuid
column content.material.changed_at timestamp with time zone not null
column content.material.archived_at timestamp with time zone
column content.quick_reply.workspace_id uuid not null
column content.quick_reply.id uuid not null
column content.quick_reply.category text not null
column content.quick_reply.title text not null
column content.quick_reply.text text not null
column content.quick_reply.words text[] not null
column content.quick_reply.made_at timestamp with time zone not null
column content.quick_reply.made_by uuid
column content.quick_reply.changed_at timestamp with time zone not null
column content.quick_reply.archived_at timestamp with time zone
column content.reply_use.workspace_id uuid not null
column content.reply_use.id uuid not null
column content.reply_use.reply_id uuid not null
column content.reply_use.userid text not null
column content.reply_use.customer_id uuid not null
column content.reply_use.used_at timestamp with time zone not null
column corp.api_budget.workspace_id uuid not null
column corp.api_budget.api text not null
column corp.api_budget.window_start timestamp with time zone not null
column corp.api_budget.window_ms integer not null
column corp.api_budget.taken integer not null
column corp.api_budget.closed_until timestamp with time zone
column corp.api_budget.company text not null
column corp.api_seats.workspace_id uuid not null
column corp.api_seats.company text not null
column corp.api_seats.api text not null
column corp.api_seats.holders jsonb not null default '{}'::jsonb
column corp.associate.workspace_id uuid not null
column corp.associate.userid text not null
column corp.associate.name text not null
column corp.associate.avatar text not null default ''::text
column corp.associate.is_active boolean not null
column corp.associate.first_seen_at timestamp with time zone not null
column corp.associate.changed_at timestamp with time zone not null
column corp.associate.departments integer[] not null default '{}'::integer[]
column corp.associate."position" text not null default ''::text
column corp.associate.company text not null default liuyuan.company_of(userid)
column corp.corp.workspace_id uuid not null grants liuyuan_system: select
column corp.corp.id uuid not null grants liuyuan_system: select
column corp.corp.corp_id text not null
column corp.corp.agent_id integer
column corp.corp.secret bytea not null
column corp.corp.callback_token bytea not null
column corp.corp.callback_aes_key bytea not null
column corp.corp.connected_at timestamp with time zone not null
column corp.corp.connected_by uuid
column corp.corp.changed_at timestamp with time zone not null
column corp.corp.disconnected_at timestamp with time zone grants liuyuan_system: select
column corp.corp.disconnected_by uuid
column corp.corp.asked_at timestamp with time zone
column corp.corp.asked_errcode integer
column corp.corp.asked_error text
column corp.corp.verified_at timestamp with time zone
column corp.corp.heard_at timestamp with time zone
column corp.corp.refused_at timestamp with time zone
column corp.corp.refused_reason text
column corp.corp.sync_asked_at timestamp with time zone
column corp.corp.sync_ended_at timestamp with time zone
column corp.corp.synced_at timestamp with time zone
column corp.corp.sync_error text
column corp.corp.company text not null
column corp.corp.name text not null default ''::text
column corp.department.workspace_id uuid not null
column corp.department.id integer not null
column corp.department.name text not null
column corp.department.parent_id integer not null
column corp.department.place integer not null
column corp.department.changed_at timestamp with time zone not null
column corp.department.company text not null
column corp.missing_field.workspace_id uuid not null
column corp.missing_field.path text not null
column corp.missing_field.field text not null
column corp.missing_field.first_missed_at timestamp with time zone not null
column corp.missing_field.company text not null
column corp.token.workspace_id uuid not null
column corp.token.key text not null
column corp.token.token bytea
column corp.token.expires_at timestamp with time zone
column corp.token.company text not null
column customer.caretaker.workspace_id uuid not null
column customer.caretaker.userid text not null
column customer.caretaker.set_at timestamp with time zone not null
column customer.caretaker.set_by uuid
column customer.charge.workspace_id uuid not null
column customer.charge.id uuid not null
column customer.charge.customer_id uuid not null
column customer.charge.external_userid text not null
column customer.charge.from_userid text not null
column customer.charge.to_userid text not null
column customer.charge.in_charge text not null
column customer.charge.began_at timestamp with time zone not null
column customer.charge.taken_at timestamp with time zone
column customer.charge.ended_at timestamp with time zone
column customer.conflict.workspace_id uuid not null
column customer.conflict.id uuid not null
column customer.conflict.fingerprint uuid not null
column customer.conflict.reason text not null
column customer.conflict.customer_ids uuid[] not null
column customer.conflict.evidence jsonb not null
column customer.conflict.event_id uuid
column customer.conflict.times integer not null default 1
column customer.conflict.opened_at timestamp with time zone not null
column customer.conflict.last_seen_at timestamp with time zone not null
column customer.conflict.resolved_at timestamp with time zone
column customer.conflict.resolved_by uuid
column customer.conflict.resolution text
column customer.conflict.import_no integer not null default 0
column customer.counter.workspace_id uuid not null
column customer.counter.next_no bigint not null default 1
column customer.customer.workspace_id uuid not null
column customer.customer.id uuid not null
column customer.customer.no bigint not null
column customer.customer.person_id uuid not null
column customer.customer.traits jsonb not null default '{}'::jsonb
column customer.customer.source text not null default ''::text
column customer.customer.own_first_seen_at timestamp with time zone not null
column customer.customer.own_last_seen_at timestamp with time zone not null
column customer.customer.own_last_event text not null default ''::text
column customer.customer.own_order_count integer not null default 0
column customer.customer.own_order_total bigint not null default 0
column customer.customer.own_last_order_at timestamp with time zone
column customer.customer.name text not null default ''::text
column customer.customer.first_seen_at timestamp with time zone not null
column customer.customer.last_seen_at timestamp with time zone not null
column customer.customer.last_event text not null default ''::text
column customer.customer.order_count integer not null default 0
column customer.customer.order_total bigint not null default 0
column customer.customer.last_order_at timestamp with time zone
column customer.customer.created_at timestamp with time zone not null
column customer.customer.import_no integer not null default 0
column customer.follow.workspace_id uuid not null
column customer.follow.id uuid not null
column customer.follow.customer_id uuid not null
column customer.follow.userid text not null
column customer.follow.external_userid text not null
column customer.follow.state text not null default ''::text
column customer.follow.source_id uuid
column customer.follow.add_way smallint
column customer.follow.remark text not null default ''::text
column customer.follow.description text not null default ''::text
column customer.follow.started_at timestamp with time zone not null
column customer.follow.confirmed_at timestamp with time zone
column customer.follow.left_at timestamp with time zone
column customer.follow.removed_at timestamp with time zone
column customer.follow.ended_at timestamp with time zone default LEAST(left_at, removed_at)
column customer.follow.ended_by text default 
CASE
    WHEN ((left_at IS NULL) AND (removed_at IS NULL)) THEN NULL::text
    WHEN ((removed_at IS NULL) OR (left_at <= removed_at)) THEN 'customer'::text
    ELSE 'staff'::text
END
column customer.follow.last_chat_at timestamp with time zone
column customer.follow.was_found boolean not null default false
column customer.follow.heard_at timestamp with time zone
column customer.follow.company text not null default liuyuan.company_of(userid)
column customer.follow.archive_said text not null default ''::text
column customer.follow.archive_said_at timestamp with time zone
column customer.identity.workspace_id uuid not null
column customer.identity.kind text not null
column customer.identity.key bytea not null
column customer.identity.customer_id uuid not null
column customer.identity.value text
column customer.identity.sealed bytea
column customer.identity.masked text not null
column customer.identity.first_seen_at timestamp with time zone not null
column customer.identity.source text not null
column customer.identity.told_by integer[]
column customer.merge.workspace_id uuid not null
column customer.merge.id uuid not null
column customer.merge.kept_id uuid not null
column customer.merge.gone_id uuid not null
column customer.merge.reason text not null
column customer.merge.evidence jsonb not null
column customer.merge.event_id uuid
column customer.merge.merged_at timestamp with time zone not null
column customer.merge.merged_by uuid
column customer.merge.undone_at timestamp with time zone
column customer.merge.undone_by uuid
column customer.merge.undo_reason text
column customer.merge.import_no integer not null default 0
column customer.promise.workspace_id uuid not null
column customer.promise.id uuid not null
column customer.promise.customer_id uuid not null
column customer.promise.text text not null
column customer.promise.due_on date
column customer.promise.made_at timestamp with time zone not null
column customer.promise.userid text
column customer.promise.made_by uuid
column customer.promise.kept_at timestamp with time zone
column customer.promise.dropped_at timestamp with time zone
column customer.promise.keeper text
column customer.search.workspace_id uuid not null grants liuyuan_system: select
column customer.search.customer_id uuid not null grants liuyuan_system: select
column customer.search.words tsvector not null grants liuyuan_system: select
column customer.separation.workspace_id uuid not null
column customer.separation.one_id uuid not null
column customer.separation.other_id uuid not null
column customer.separation.separated_at timestamp with time zone not null
column customer.separation.separated_by uuid
column customer.separation.reason text not null
column customer.tag.workspace_id uuid not null
column customer.tag.id uuid not null
column customer.tag.group_id uuid not null
column customer.tag.name text not null
column customer.tag.created_at timestamp with time zone not null
column customer.tag.archived_at timestamp with time zone
column customer.tag.wecom_id text
column customer.tag.import_no integer not null default 0
column customer.tag.renamed_at timestamp with time zone
column customer.tag.share_error text
column customer.tag_group.workspace_id uuid not null
column customer.tag_group.id uuid not null
column customer.tag_group.name text not null
column customer.tag_group.created_at timestamp with time zone not null
column customer.tag_group.archived_at timestamp with time zone
column customer.tag_group.wecom_id text
column customer.tag_group.import_no integer not null default 0
column customer.tag_group.is_shared boolean not null default false
column customer.tag_group.renamed_at timestamp with time zone
column customer.tag_group.share_error text
column customer.tag_group.company text not null default ''::text
column customer.tag_job.workspace_id uuid not null
column customer.tag_job.id uuid not null
column customer.tag_job.tag_id uuid not null
column customer.tag_job.asked_at timestamp with time zone not null
column customer.tag_job.asked_by uuid
column customer.tag_job.total integer not null
column customer.tag_job.done integer not null default 0
column customer.tag_job.ended_at timestamp with time zone
column customer.tag_job.undone_at timestamp with time zone
column customer.tag_job.undone_by uuid
column customer.tag_job_person.workspace_id uuid not null
column customer.tag_job_person.job_id uuid not null
column customer.tag_job_person.customer_id uuid not null
column customer.tag_job_person.outcome text
column customer.tag_job_person.tagging_id uuid
column customer.tag_mark.workspace_id uuid not null grants liuyuan_system: select
column customer.tag_mark.userid text not null
column customer.tag_mark.external_userid text not null
column customer.tag_mark.tag_id uuid not null
column customer.tag_mark.wants boolean not null
column customer.tag_mark.changed_at timestamp with time zone not null
column customer.tag_mark.due_at timestamp with time zone grants liuyuan_system: select
column customer.tag_mark.tries smallint not null default 0
column customer.tag_mark.sent_at timestamp with time zone
column customer.tag_mark.error text
column customer.tagging.workspace_id uuid not null
column customer.tagging.id uuid not null
column customer.tagging.customer_id uuid not null
column customer.tagging.tag_id uuid not null
column customer.tagging.source text not null
column customer.tagging.sign smallint not null default 1
column customer.tagging.weight real not null
column customer.tagging.tagged_at timestamp with time zone not null
column customer.tagging.quote text
column customer.tagging.event_id uuid
column customer.tagging.tagged_by uuid
column customer.tagging.withdrawn_at timestamp with time zone
column customer.tagging.withdrawn_by uuid
column customer.tagging.userid text
column customer.tagging.import_no integer not null default 0
column customer.tie.workspace_id uuid not null
column customer.tie.person_id uuid not null
column customer.tie.level text not null
column customer.tie.since timestamp with time zone not null
column customer.tie.was text
column customer.told.workspace_id uuid not null
column customer.told.customer_id uuid not null
column customer.told.import_no integer not null
column customer.told.begun_at timestamp with time zone not null
column customer.told.told_at timestamp with time zone not null
column customer.told.traits jsonb not null default '{}'::jsonb
column customer.told.first_seen_at timestamp with time zone
column customer.told.last_seen_at timestamp with time zone
column customer.told.last_event text not null default ''::text
column event.batch.workspace_id uuid not null grants liuyuan_system: select
column event.batch.no bigint not null grants liuyuan_system: select
column event.batch.lane smallint not null
column event.batch.taken_at timestamp with time zone not null
column event.batch.month date not null
column event.batch.events integer not null
column event.batch.duplicates integer not null
column event.batch.landed_at timestamp with time zone grants liuyuan_system: select
column event.batch.reacted_at timestamp with time zone grants liuyuan_system: select
column event.batch.react_tries smallint not null default 0
column event.batch.react_after timestamp with time zone
column event.counter.workspace_id uuid not null
column event.counter.next_batch_no bigint not null default 1
column event.inbox.workspace_id uuid not null grants liuyuan_system: select
column event.inbox.id bigint not null identity always
column event.inbox.lane smallint not null grants liuyuan_system: select
column event.inbox.kind text not null
column event.inbox.source text not null
column event.inbox.items integer not null
column event.inbox.body text not null
column event.inbox.received_at timestamp with time zone not null grants liuyuan_system: select
column event.inbox.batch_no bigint grants liuyuan_system: select
column event.inbox.tries smallint not null default 0
column event.inbox.retry_at timestamp with time zone grants liuyuan_system: select
column event.landing.workspace_id uuid not null
column event.landing.batch_no bigint not null
column event.landing.target text not null
column event.landing.rows integer not null
column event.landing.body bytea not null
column event.parked.workspace_id uuid not null grants liuyuan_system: select
column event.parked.id uuid not null
column event.parked.event_id uuid not null
column event.parked.name text not null
column event.parked.stage text not null
column event.parked.step text not null default ''::text
column event.parked.lane smallint not null
column event.parked.kind text not null
column event.parked.source text not null
column event.parked.item text not null
column event.parked.received_at timestamp with time zone not null
column event.parked.error text not null
column event.parked.tries smallint not null
column event.parked.parked_at timestamp with time zone not null
column event.parked.replayed_at timestamp with time zone grants liuyuan_system: select
column event.parked.discarded_at timestamp with time zone grants liuyuan_system: select
column event.parked.decided_by uuid
column event.seen.event_id uuid not null
column event.touched.workspace_id uuid not null
column event.touched.batch_no bigint not null
column event.touched.what text not null
column event.touched.customers bigint[] not null
column experiment.assignment.workspace_id uuid not null
column experiment.assignment.experiment_id uuid not null
column experiment.assignment.customer_no bigint not null
column experiment.assignment.customer_id uuid not null
column experiment.assignment.is_control boolean not null
column experiment.assignment.assigned_at timestamp with time zone not null
column experiment.assignment.crossed_at timestamp with time zone
column experiment.assignment.carried_from bigint
column experiment.experiment.workspace_id uuid not null
column experiment.experiment.id uuid not null
column experiment.experiment.subject_kind text not null
column experiment.experiment.subject_id uuid not null
column experiment.experiment.subject_version integer not null
column experiment.experiment.title text not null default ''::text
column experiment.experiment.meant text not null default ''::text
column experiment.experiment.holdout_share double precision not null
column experiment.experiment.without_reason text
column experiment.experiment.metric text not null
column experiment.experiment.window_days integer not null
column experiment.experiment.smallest_lift double precision not null
column experiment.experiment.planned_looks double precision[] not null default '{}'::double precision[]
column experiment.experiment.begun_at timestamp with time zone not null
column experiment.experiment.begun_by uuid
column experiment.experiment.closed_at timestamp with time zone
column experiment.experiment.finished_at timestamp with time zone
column experiment.look.workspace_id uuid not null
column experiment.look.experiment_id uuid not null
column experiment.look.no integer not null
column experiment.look.kind text not null
column experiment.look.looked_at timestamp with time zone not null
column experiment.look.fraction double precision not null
column experiment.look.treated integer not null
column experiment.look.control integer not null
column experiment.look.effect double precision not null
column experiment.look.standard_error double precision not null
column experiment.look.bound double precision
column experiment.look.lower double precision not null
column experiment.look.upper double precision not null
column experiment.look.looked_by uuid
column form.answer.workspace_id uuid not null
column form.answer.response_id uuid not null
column form.answer.question_id text not null
column form.answer.choices text[] not null default '{}'::text[]
column form.answer.number double precision
column form.answer.sealed bytea
column form.answer.answered_at timestamp with time zone not null
column form.answer.counts boolean not null default false
column form.flash_topic.workspace_id uuid not null
column form.flash_topic.id uuid not null
column form.flash_topic.title text not null
column form.flash_topic.body text not null
column form.flash_topic.choices jsonb not null
column form.flash_topic.most smallint not null
column form.flash_topic.starts_at timestamp with time zone not null
column form.flash_topic.ends_at timestamp with time zone not null
column form.flash_topic.made_at timestamp with time zone not null
column form.flash_topic.made_by uuid
column form.flash_topic.dropped_at timestamp with time zone
column form.flash_visit.workspace_id uuid not null
column form.flash_visit.topic_id uuid not null
column form.flash_visit.visitor_id uuid not null
column form.flash_visit.seen_at timestamp with time zone not null
column form.flash_visit.joined_at timestamp with time zone
column form.flash_visit.picks text[] not null default '{}'::text[]
column form.flash_visit.customer_id uuid
column form.form.workspace_id uuid not null
column form.form.id uuid not null
column form.form.name text not null
column form.form.draft jsonb not null
column form.form.draft_no integer not null default 1
column form.form.saved_at timestamp with time zone not null
column form.form.saved_by uuid
column form.form.created_at timestamp with time zone not null
column form.form.created_by uuid
column form.form.version integer
column form.form.published_draft_no integer
column form.form.closed_at timestamp with time zone
column form.form.closed_by uuid
column form.form.dropped_at timestamp with time zone
column form.response.workspace_id uuid not null
column form.response.id uuid not null
column form.response.form_id uuid not null
column form.response.version integer not null
column form.response.visitor_id uuid not null
column form.response.customer_id uuid
column form.response.opened_at timestamp with time zone not null
column form.response.started_at timestamp with time zone
column form.response.shown text[] not null default '{}'::text[]
column form.response.at_question text not null default ''::text
column form.response.changed_at timestamp with time zone not null
column form.response.submitted_at timestamp with time zone
column form.response.seconds integer
column form.response.score integer not null default 0
column form.version.workspace_id uuid not null
column form.version.form_id uuid not null
column form.version.no integer not null
column form.version.plan jsonb not null
column form.version.published_at timestamp with time zone not null
column form.version.published_by uuid
column "group".group_chat.workspace_id uuid not null
column "group".group_chat.id uuid not null
column "group".group_chat.chat_id text not null
column "group".group_chat.name text not null
column "group".group_chat.owner text not null
column "group".group_chat.notice text not null
column "group".group_chat.created_at timestamp with time zone not null
column "group".group_chat.read_at timestamp with time zone
column "group".group_chat.dissolved_at timestamp with time zone
column "group".membership.workspace_id uuid not null
column "group".membership.id uuid not null
column "group".membership.group_id uuid not null
column "group".membership.member text not null
column "group".membership.is_staff boolean not null
column "group".membership.customer_id uuid
column "group".membership.name text not null
column "group".membership.nickname text not null
column "group".membership.joined_at timestamp with time zone not null
column "group".membership.join_scene smallint not null
column "group".membership.invited_by text not null
column "group".membership.state text not null
column "group".membership.left_at timestamp with time zone
column "group".membership.left_how smallint
column "group".membership.is_told boolean not null
column handover.call.workspace_id uuid not null grants liuyuan_system: select
column handover.call.id uuid not null
column handover.call.handover_id uuid not null
column handover.call.to_userid text not null
column handover.call.customers integer not null
column handover.call.state text not null grants liuyuan_system: select
column handover.call.called_at timestamp with time zone not null
column handover.call.present_at timestamp with time zone not null
column handover.call.look_after timestamp with time zone not null grants liuyuan_system: select
column handover.call.errcode integer
column handover.call.errmsg text not null default ''::text
column handover.entry.workspace_id uuid not null
column handover.entry.id uuid not null
column handover.entry.handover_id uuid not null
column handover.entry.move_id uuid
column handover.entry.kind text not null
column handover.entry.at timestamp with time zone not null
column handover.entry.by uuid
column handover.entry.detail jsonb not null default '{}'::jsonb
column handover.handover.workspace_id uuid not null
column handover.handover.id uuid not null
column handover.handover.from_userid text not null
column handover.handover.reason text not null
column handover.handover.note text not null
column handover.handover.message text not null
column handover.handover.caretaker text not null
column handover.handover.customers integer not null
column handover.handover.begun_at timestamp with time zone not null
column handover.handover.begun_by uuid
column handover.leaver.workspace_id uuid not null
column handover.leaver.userid text not null
column handover.leaver.left_at timestamp with time zone
column handover.leaver.customers integer not null
column handover.move.workspace_id uuid not null grants liuyuan_system: select
column handover.move.id uuid not null
column handover.move.handover_id uuid not null
column handover.move.customer_id uuid not null
column handover.move.external_userid text not null
column handover.move.charge_id uuid not null
column handover.move.to_userid text not null
column handover.move.state text not null
column handover.move.errcode integer
column handover.move.call_id uuid
column handover.move.asked_at timestamp with time zone
column handover.move.expected_at timestamp with time zone
column handover.move.ended_at timestamp with time zone
column handover.move.look_after timestamp with time zone grants liuyuan_system: select
column handover.move.looks integer not null default 0
column handover.reading.workspace_id uuid not null grants liuyuan_system: select
column handover.reading.company text not null
column handover.reading.due_at timestamp with time zone grants liuyuan_system: select
column handover.reading.read_at timestamp with time zone
column ingestion.callback.workspace_id uuid not null
column ingestion.callback.hash bytea not null
column ingestion.callback.received_at timestamp with time zone not null
column ingestion.import.workspace_id uuid not null grants liuyuan_system: select
column ingestion.import.id uuid not null grants liuyuan_system: select
column ingestion.import.no integer not null
column ingestion.import.kind text not null
column ingestion.import.file_name text not null
column ingestion.import.file_path text not null
column ingestion.import.file_hash bytea not null
column ingestion.import.file_bytes bigint not null
column ingestion.import.settings jsonb not null
column ingestion.import.state text not null grants liuyuan_system: select
column ingestion.import.next_line integer not null default 1
column ingestion.import.next_byte bigint not null default 0
column ingestion.import.rows_read integer not null default 0
column ingestion.import.rows_taken integer not null default 0
column ingestion.import.rows_failed integer not null default 0
column ingestion.import.failure jsonb
column ingestion.import.created_at timestamp with time zone not null
column ingestion.import.created_by uuid
column ingestion.import.started_at timestamp with time zone
column ingestion.import.finished_at timestamp with time zone
column ingestion.import.undone_at timestamp with time zone
column ingestion.import.taken_back jsonb
column ingestion.import.file_removed_at timestamp with time zone
column ingestion.import_error.workspace_id uuid not null
column ingestion.import_error.import_id uuid not null
column ingestion.import_error.line integer not null
column ingestion.import_error.column_name text not null
column ingestion.import_error.code text not null
column ingestion.import_error.params jsonb not null default '{}'::jsonb
column ingestion.import_error.original text not null
column ingestion.mapping_memory.workspace_id uuid not null
column ingestion.mapping_memory.kind text not null
column ingestion.mapping_memory.header_hash bytea not null
column ingestion.mapping_memory.mapping jsonb not null
column ingestion.mapping_memory.used_at timestamp with time zone not null
column ingestion.notice.workspace_id uuid not null
column ingestion.notice.id uuid not null
column ingestion.notice.company text not null
column ingestion.notice.kind text not null
column ingestion.notice.subject text not null
column ingestion.notice.customer_id uuid
column ingestion.notice.userid text not null default ''::text
column ingestion.notice.reason text not null default ''::text
column ingestion.notice.quota integer
column ingestion.notice.expires_at timestamp with time zone
column ingestion.notice.first_told_at timestamp with time zone not null
column ingestion.notice.told_at timestamp with time zone not null
column ingestion.notice.settled_at timestamp with time zone
column ingestion.notice.settled_by uuid
column ingestion.service_account.workspace_id uuid not null
column ingestion.service_account.open_kfid text not null
column ingestion.service_account.cursor text not null default ''::text
column ingestion.service_account.token text not null default ''::text
column ingestion.service_account.token_at timestamp with time zone
column ingestion.service_account.read_at timestamp with time zone
column ingestion.sync_member.workspace_id uuid not null
column ingestion.sync_member.userid text not null
column ingestion.sync_member.pass_id uuid not null
column ingestion.sync_member.listed integer not null
column ingestion.sync_member.done integer not null default 0
column ingestion.sync_member.cursor text not null default ''::text
column ingestion.sync_member.ended_at timestamp with time zone
column ingestion.sync_member.error text
column ingestion.sync_part.workspace_id uuid not null
column ingestion.sync_part.part text not null
column ingestion.sync_part.pass_id uuid not null
column ingestion.sync_part.began_at timestamp with time zone not null
column ingestion.sync_part.cursor text not null default ''::text
column ingestion.sync_part.done integer not null default 0
column ingestion.sync_part.total integer
column ingestion.sync_part.changed_at timestamp with time zone not null
column ingestion.sync_part.ended_at timestamp with time zone
column ingestion.sync_part.error text
column ingestion.sync_part.company text not null
column ingestion.sync_seen.workspace_id uuid not null
column ingestion.sync_seen.wire_id text not null
column ingestion.sync_seen.pass_id uuid not null
column ingestion.wish.workspace_id uuid not null grants liuyuan_system: select
column ingestion.wish.wire_id text not null
column ingestion.wish.wished_at timestamp with time zone not null
column ingestion.wish.due_at timestamp with time zone grants liuyuan_system: select
column ingestion.wish.tries smallint not null default 0
column ingestion.wish.error text
column ingestion.wish.kind text not null
column ingestion.wish.is_live boolean not null default true
column insight.cost_option.workspace_id uuid not null
column insight.cost_option.message real not null
column insight.cost_option.staff_minute real not null
column insight.cost_option.minutes_per_message real not null
column insight.cost_option.minutes_per_task real not null
column insight.decision.workspace_id uuid not null
column insight.decision.id uuid not null
column insight.decision.experiment_id uuid not null
column insight.decision.retrospective_id uuid not null
column insight.decision.kind text not null
column insight.decision.note text not null
column insight.decision.next text not null default ''::text
column insight.decision.decided_at timestamp with time zone not null
column insight.decision.decided_by uuid
column insight.retrospective.workspace_id uuid not null
column insight.retrospective.id uuid not null
column insight.retrospective.experiment_id uuid not null
column insight.retrospective.version integer not null
column insight.retrospective.cause text not null
column insight.retrospective.as_of timestamp with time zone not null
column insight.retrospective.written_at timestamp with time zone not null
column insight.retrospective.verdict text not null
column insight.retrospective.findings jsonb not null
column insight.tie_option.workspace_id uuid not null
column insight.tie_option.capacity integer
column insight.value_fit.workspace_id uuid not null
column insight.value_fit.id uuid not null
column insight.value_fit.snapshot integer not null
column insight.value_fit.as_of timestamp with time zone not null
column insight.value_fit.state text not null
column insight.value_fit.result jsonb not null default '{}'::jsonb
column insight.value_fit.started_at timestamp with time zone not null
column insight.value_fit.finished_at timestamp with time zone
column insight.value_option.workspace_id uuid not null
column insight.value_option.margin_percent real not null
column insight.value_option.discount_percent real not null
column journey.admission.workspace_id uuid not null grants liuyuan_system: select
column journey.admission.id uuid not null
column journey.admission.journey_id uuid not null grants liuyuan_system: select
column journey.admission.version integer not null
column journey.admission.segment_id uuid
column journey.admission.customer_nos bigint[]
column journey.admission.asked_at timestamp with time zone not null
column journey.admission.asked_by uuid
column journey.admission.up_to_no bigint not null default 0
column journey.admission.seen integer not null default 0
column journey.admission.entered integer not null default 0
column journey.admission.done_at timestamp with time zone grants liuyuan_system: select
column journey.admission.date_trait text
column journey.admission.date_offset smallint
column journey.admission.due_on date
column journey.admission.date_calendar text
column journey.admission.festival text
column journey.admission.festival_on date
column journey.ending.workspace_id uuid not null grants liuyuan_system: select
column journey.ending.journey_id uuid not null grants liuyuan_system: select
column journey.ending.mode text not null
column journey.ending.ended_at timestamp with time zone not null
column journey.ending.ended_by uuid
column journey.ending.reason text not null
column journey.ending.told_at timestamp with time zone grants liuyuan_system: select
column journey.enrollment.workspace_id uuid not null grants liuyuan_system: select
column journey.enrollment.id uuid not null
column journey.enrollment.journey_id uuid not null grants liuyuan_system: select
column journey.enrollment.version integer not null
column journey.enrollment.customer_id uuid not null
column journey.enrollment.customer_no bigint not null
column journey.enrollment.came_as_no bigint not null
column journey.enrollment.entered_at timestamp with time zone not null
column journey.enrollment.cause text not null
column journey.enrollment.cause_ref text not null
column journey.enrollment.cause_at timestamp with time zone not null
column journey.enrollment.state text not null
column journey.enrollment.step text
column journey.enrollment.occurrence smallint not null default 1
column journey.enrollment.is_begun boolean not null default false
column journey.enrollment.step_at timestamp with time zone not null
column journey.enrollment.due_at timestamp with time zone grants liuyuan_system: select
column journey.enrollment.listens_to text
column journey.enrollment.note jsonb
column journey.enrollment.tries smallint not null default 0
column journey.enrollment.left_at timestamp with time zone
column journey.enrollment.left_reason text
column journey.enrollment.came_by_version integer
column journey.enrollment.moved_occurrence smallint
column journey.journey.workspace_id uuid not null grants liuyuan_system: select
column journey.journey.id uuid not null grants liuyuan_system: select
column journey.journey.name text not null
column journey.journey.draft jsonb not null
column journey.journey.draft_no integer not null default 1
column journey.journey.draft_saved_at timestamp with time zone not null
column journey.journey.draft_saved_by uuid
column journey.journey.created_at timestamp with time zone not null
column journey.journey.created_by uuid
column journey.listening.workspace_id uuid not null
column journey.listening.event_name text not null
column journey.listening.journey_id uuid not null
column journey.listening.version integer not null
column journey.listening.role text not null
column journey.migration.workspace_id uuid not null grants liuyuan_system: select
column journey.migration.id uuid not null
column journey.migration.journey_id uuid not null grants liuyuan_system: select
column journey.migration.to_version integer not null
column journey.migration.moves jsonb not null
column journey.migration.reason text not null
column journey.migration.asked_at timestamp with time zone not null
column journey.migration.asked_by uuid
column journey.migration.moved integer not null default 0
column journey.migration.departed integer not null default 0
column journey.migration.done_at timestamp with time zone grants liuyuan_system: select
column journey.passage.workspace_id uuid not null
column journey.passage.journey_id uuid not null
column journey.passage.enrollment_id uuid not null
column journey.passage.step text not null
column journey.passage.occurrence smallint not null
column journey.passage.version integer not null
column journey.passage.at timestamp with time zone not null
column journey.passage.outcome text not null
column journey.passage.detail text not null default ''::text
column journey.passage.ref uuid
column journey.passage.note jsonb
column journey.pause.workspace_id uuid not null grants liuyuan_system: select
column journey.pause.id uuid not null
column journey.pause.journey_id uuid not null grants liuyuan_system: select
column journey.pause.paused_at timestamp with time zone not null
column journey.pause.paused_by uuid
column journey.pause.reason text not null
column journey.pause.resumed_at timestamp with time zone grants liuyuan_system: select
column journey.pause.resumed_by uuid
column journey.rehearsal.workspace_id uuid not null
column journey.rehearsal.id uuid not null
column journey.rehearsal.journey_id uuid not null
column journey.rehearsal.plan jsonb not null
column journey.rehearsal.draft_hash text not null
column journey.rehearsal.policy_no integer not null
column journey.rehearsal.work_no integer not null
column journey.rehearsal.with_inside boolean not null
column journey.rehearsal.asked_at timestamp with time zone not null
column journey.rehearsal.asked_by uuid
column journey.rehearsal.state text not null default 'waiting'::text
column journey.rehearsal.progress real not null default 0
column journey.rehearsal.done_at timestamp with time zone
column journey.rehearsal.error text not null default ''::text
column journey.rehearsal.report jsonb
column journey.rehearsal_people.workspace_id uuid not null
column journey.rehearsal_people.rehearsal_id uuid not null
column journey.rehearsal_people.what text not null
column journey.rehearsal_people.customer_nos bigint[] not null
column journey.stuck.workspace_id uuid
column journey.stuck.id uuid
column journey.stuck.journey_id uuid
column journey.stuck.why text
column journey.trial.workspace_id uuid not null grants liuyuan_system: select
column journey.trial.journey_id uuid not null grants liuyuan_system: select
column journey.trial.version integer not null
column journey.trial.step text not null
column journey.trial.winner text
column journey.trial.is_by_hand boolean not null default false
column journey.trial.look_at timestamp with time zone grants liuyuan_system: select
column journey.trial_choice.workspace_id uuid not null
column journey.trial_choice.id uuid not null
column journey.trial_choice.journey_id uuid not null
column journey.trial_choice.version integer not null
column journey.trial_choice.step text not null
column journey.trial_choice.arm text
column journey.trial_choice.chosen_at timestamp with time zone not null
column journey.trial_choice.chosen_by uuid
column journey.trial_choice.reason text not null
column journey.trial_choice.evidence jsonb not null
column journey.trial_person.workspace_id uuid not null
column journey.trial_person.journey_id uuid not null
column journey.trial_person.version integer not null
column journey.trial_person.step text not null
column journey.trial_person.enrollment_id uuid not null
column journey.trial_person.occurrence smallint not null
column journey.trial_person.arm text not null
column journey.trial_person.is_by_lot boolean not null
column journey.trial_person.came_at timestamp with time zone not null
column journey.trial_person.until timestamp with time zone not null
column journey.trial_person.reacted_at timestamp with time zone
column journey.version.workspace_id uuid not null
column journey.version.journey_id uuid not null
column journey.version.no integer not null
column journey.version.plan jsonb not null
column journey.version.experiment_id uuid
column journey.version.activated_at timestamp with time zone not null
column journey.version.published_at timestamp with time zone not null
column journey.version.published_by uuid
column journey.version.approved_by uuid
column journey.version.audience integer not null default 0
column ledger.account.workspace_id uuid not null grants liuyuan_app: insert
column ledger.account.id uuid not null grants liuyuan_app: insert
column ledger.account.kind text not null grants liuyuan_app: insert
column ledger.account.unit text not null grants liuyuan_app: insert
column ledger.account.owner_kind text not null grants liuyuan_app: insert
column ledger.account.owner_id uuid not null grants liuyuan_app: insert
column ledger.account.is_guarded boolean not null grants liuyuan_app: insert
column ledger.account.posted bigint not null default 0 grants liuyuan_system: update
column ledger.account.held bigint not null default 0 grants liuyuan_system: update
column ledger.account.opened_at timestamp with time zone not null grants liuyuan_app: insert
column ledger.audit.workspace_id uuid not null
column ledger.audit.id uuid not null
column ledger.audit.at timestamp with time zone not null
column ledger.audit.by uuid
column ledger.audit.transfers bigint not null
column ledger.audit.chained bigint not null
column ledger.audit.differences jsonb not null
column ledger.chain.workspace_id uuid not null
column ledger.chain.no bigint not null
column ledger.chain.transfer_id uuid not null
column ledger.chain.hash bytea not null
column ledger.closing.workspace_id uuid not null grants liuyuan_system: select
column ledger.closing.month text not null
column ledger.closing.until timestamp with time zone not null grants liuyuan_system: select
column ledger.closing.closed_at timestamp with time zone not null
column ledger.closing.closed_by uuid
column ledger.closing.chain_no bigint not null
column ledger.closing.chain_hash bytea
column ledger.closing.totals jsonb not null
column ledger.transfer.workspace_id uuid not null
column ledger.transfer.id uuid not null
column ledger.transfer.phase text not null
column ledger.transfer.debit_id uuid not null
column ledger.transfer.credit_id uuid not null
column ledger.transfer.amount bigint not null
column ledger.transfer.unit text not null
column ledger.transfer.cause text not null
column ledger.transfer.resolves uuid
column ledger.transfer.resolves_phase text default 
CASE
    WHEN (resolves IS NULL) THEN NULL::text
    ELSE 'hold'::text
END
column ledger.transfer.at timestamp with time zone not null
column ledger.transfer.written_at timestamp with time zone not null
column ledger.transfer.campaign_kind text
column ledger.transfer.campaign_id uuid
column ledger.transfer.reason text not null
column ledger.transfer.by uuid
column ledger.unchained.workspace_id uuid not null
column ledger.unchained.transfer_id uuid not null
column official.account.workspace_id uuid not null grants liuyuan_system: select
column official.account.id uuid not null grants liuyuan_system: select
column official.account.app_id text not null
column official.account.name text not null
column official.account.kind text not null
column official.account.secret bytea not null
column official.account.callback_token bytea not null
column official.account.callback_aes_key bytea not null
column official.account.connected_at timestamp with time zone not null
column official.account.connected_by uuid
column official.account.changed_at timestamp with time zone not null
column official.account.disconnected_at timestamp with time zone grants liuyuan_system: select
column official.account.disconnected_by uuid
column official.account.asked_at timestamp with time zone
column official.account.asked_errcode integer
column official.account.asked_error text
column official.account.verified_at timestamp with time zone
column official.account.heard_at timestamp with time zone
column official.account.refused_at timestamp with time zone
column official.account.refused_reason text
column official.code.workspace_id uuid not null
column official.code.id uuid not null
column official.code.app_id text not null
column official.code.name text not null
column official.code.source_id uuid not null
column official.code.scene text not null
column official.code.ticket text not null
column official.code.url text not null
column official.code.expires_at timestamp with time zone
column official.code.made_at timestamp with time zone not null
column official.code.made_by uuid
column official.subscription.workspace_id uuid not null
column official.subscription.app_id text not null
column official.subscription.openid text not null
column official.subscription.customer_id uuid not null
column official.subscription.subscribed_at timestamp with time zone not null
column official.subscription.ended_at timestamp with time zone
column official.subscription.scene text not null
column official.subscription.source_id uuid
column official.subscription.came_by text not null default ''::text
column official.subscription.has_unionid boolean
column official.subscription.turned_at timestamp with time zone not null
column official.subscription.wrote_at timestamp with time zone
column official.subscription.touched_at timestamp with time zone
column page.look.workspace_id uuid not null
column page.look.colour text not null
column page.look.changed_at timestamp with time zone not null
column page.look.changed_by uuid
column page.personal_link.workspace_id uuid not null
column page.personal_link.customer_id uuid not null
column page.personal_link.visitor_id uuid not null
column page.personal_link.bound_at timestamp with time zone not null
column page.visitor.workspace_id uuid not null
column page.visitor.id uuid not null
column page.visitor.customer_id uuid
column page.visitor.customer_no bigint
column page.visitor.is_presumed boolean not null default false
column page.visitor.external_userid text
column page.visitor.openid text
column page.visitor.shared_by uuid
column page.visitor.shared_by_no bigint
column page.visitor.first_at timestamp with time zone not null
column page.visitor.last_at timestamp with time zone not null
column page.visitor.asked_at timestamp with time zone
column page.visitor.returned_at timestamp with time zone
column page.visitor.agent text not null default ''::text
column page.visitor.network bytea
column page.visitor.browser_id uuid
column playbook.diagnosis.workspace_id uuid not null
column playbook.diagnosis.id uuid not null
column playbook.diagnosis.basis text not null
column playbook.diagnosis.as_of timestamp with time zone not null
column playbook.diagnosis.input jsonb not null
column playbook.diagnosis.result jsonb not null
column playbook.diagnosis.made_at timestamp with time zone not null
column playbook.diagnosis.made_by uuid
column poster.poster.workspace_id uuid not null
column poster.poster.id uuid not null
column poster.poster.name text not null
column poster.poster.plan jsonb not null
column poster.poster.background bytea
column poster.poster.background_type text not null default ''::text
column poster.poster.version integer not null default 1
column poster.poster.made_at timestamp with time zone not null
column poster.poster.made_by uuid
column poster.poster.changed_at timestamp with time zone not null
column poster.poster.archived_at timestamp with time zone
column posting.plan.workspace_id uuid not null grants liuyuan_system: select
column posting.plan.id uuid not null
column posting.plan.name text not null
column posting.plan.state text not null grants liuyuan_system: select
column posting.plan.turned_at timestamp with time zone not null
column posting.plan.turned_by uuid
column posting.plan.turn_reason text not null default ''::text
column posting.plan.group_ids uuid[]
column posting.plan.owners text[] not null default '{}'::text[]
column posting.plan.search text not null default ''::text
column posting.plan."least" integer
column posting.plan.most integer
column posting.plan.starts_on date
column posting.plan.ends_on date
column posting.plan.event_on date
column posting.plan.when_taken text not null
column posting.plan.made_at timestamp with time zone not null
column posting.plan.made_by uuid
column posting.plan.launched_at timestamp with time zone
column posting.plan.decided_until timestamp with time zone
column posting.plan.look_at timestamp with time zone not null grants liuyuan_system: select
column posting.plan_day.workspace_id uuid not null
column posting.plan_day.plan_id uuid not null
column posting.plan_day.step_id uuid not null
column posting.plan_day.group_id uuid not null
column posting.plan_day.day date not null
column posting.plan_day.due_at timestamp with time zone not null
column posting.plan_day.decided_at timestamp with time zone not null
column posting.plan_day.post_id uuid
column posting.plan_group.workspace_id uuid not null
column posting.plan_group.plan_id uuid not null
column posting.plan_group.group_id uuid not null
column posting.plan_group.since timestamp with time zone not null
column posting.plan_step.workspace_id uuid not null
column posting.plan_step.id uuid not null
column posting.plan_step.plan_id uuid not null
column posting.plan_step.line smallint not null
column posting.plan_step.name text not null default ''::text
column posting.plan_step.kind text not null
column posting.plan_step.nth smallint not null
column posting.plan_step.at_time text not null
column posting.plan_step.text text not null
column posting.plan_step.link jsonb
column posting.plan_step.way text not null
column posting.plan_step.window_hours smallint not null
column posting.plan_step.counts_from timestamp with time zone not null
column posting.plan_step.removed_at timestamp with time zone
column posting.post.workspace_id uuid not null
column posting.post.id uuid not null
column posting.post.cause text not null
column posting.post.cause_id uuid
column posting.post.name text not null
column posting.post.text text not null
column posting.post.picture bytea
column posting.post.picture_type text not null default ''::text
column posting.post.link jsonb
column posting.post.way text not null
column posting.post.priority smallint not null
column posting.post.when_taken text not null
column posting.post.starts_at timestamp with time zone not null
column posting.post.not_after timestamp with time zone not null
column posting.post.made_at timestamp with time zone not null
column posting.post.made_by uuid
column posting.post.cancelled_at timestamp with time zone
column posting.post.cancelled_by uuid
column posting.post.cancel_reason text not null default ''::text
column posting.reminder.workspace_id uuid not null
column posting.reminder.id uuid not null
column posting.reminder.task_id uuid not null
column posting.reminder.reminded_at timestamp with time zone not null
column posting.reminder.reminded_by uuid
column posting.slot.workspace_id uuid not null
column posting.slot.group_id uuid not null
column posting.slot.day date not null
column posting.slot.target_id uuid not null
column posting.target.workspace_id uuid not null grants liuyuan_system: select
column posting.target.id uuid not null
column posting.target.post_id uuid not null
column posting.target.group_id uuid not null
column posting.target.chat_id text not null
column posting.target.group_name text not null
column posting.target.owner text not null
column posting.target.members integer not null
column posting.target.state text not null grants liuyuan_system: select
column posting.target.reason text not null default ''::text
column posting.target.due_at timestamp with time zone not null grants liuyuan_system: select
column posting.target.task_id uuid
column posting.target.sent_at timestamp with time zone
column posting.target.turned_at timestamp with time zone not null
column posting.target.told_at timestamp with time zone grants liuyuan_system: select
column posting.target.decided_by uuid
column posting.target.said text not null default ''::text
column posting.task.workspace_id uuid not null grants liuyuan_system: select
column posting.task.id uuid not null
column posting.task.post_id uuid not null
column posting.task.userid text not null
column posting.task.groups integer not null
column posting.task.marker text not null
column posting.task.state text not null grants liuyuan_system: select
column posting.task.remote_id text
column posting.task.called_at timestamp with time zone not null
column posting.task.present_at timestamp with time zone not null
column posting.task.closes_at timestamp with time zone not null grants liuyuan_system: select
column posting.task.look_at timestamp with time zone not null grants liuyuan_system: select
column posting.task.lease_until timestamp with time zone grants liuyuan_system: select
column posting.task.looks integer not null default 0
column posting.task.confirmed_at timestamp with time zone
column posting.task.cancel_reason text
column posting.task.cancelled_at timestamp with time zone
column posting.task.errmsg text not null default ''::text
column queue.worker.id text not null
column queue.worker.beats bigint not null
column reading.alert.workspace_id uuid not null grants liuyuan_system: select
column reading.alert.id uuid not null
column reading.alert.person_id uuid not null
column reading.alert.on_day date not null
column reading.alert.customer_id uuid not null
column reading.alert.title text not null
column reading.alert.seconds integer not null
column reading.alert.depth smallint not null
column reading.alert.read_at timestamp with time zone not null
column reading.alert.due_at timestamp with time zone not null grants liuyuan_system: select
column reading.alert.state text not null default 'planned'::text grants liuyuan_system: select
column reading.alert.userid text
column reading.alert.told_at timestamp with time zone
column reading.alert.error text not null default ''::text
column reading.article.workspace_id uuid not null
column reading.article.id uuid not null
column reading.article.kind text not null
column reading.article.title text not null
column reading.article.summary text not null
column reading.article.body text not null
column reading.article.tag_ids uuid[] not null default '{}'::uuid[]
column reading.article.hook_id uuid
column reading.article.draft_no integer not null default 1
column reading.article.version integer
column reading.article.words text[] not null default '{}'::text[]
column reading.article.made_at timestamp with time zone not null
column reading.article.made_by uuid
column reading.article.changed_at timestamp with time zone not null
column reading.article.archived_at timestamp with time zone
column reading.article.material_id uuid
column reading.opening.workspace_id uuid not null grants liuyuan_system: select
column reading.opening.id uuid not null
column reading.opening.article_id uuid not null
column reading.opening.visitor_id uuid not null
column reading.opening.customer_id uuid
column reading.opening.customer_no bigint
column reading.opening.from_opening uuid
column reading.opening.from_customer uuid
column reading.opening.generation smallint not null default 0
column reading.opening.first_at timestamp with time zone not null
column reading.opening.last_at timestamp with time zone not null
column reading.opening.times integer not null default 1
column reading.opening.began_at timestamp with time zone not null
column reading.opening.seconds integer not null default 0
column reading.opening.depth smallint not null default 0
column reading.opening.settle_at timestamp with time zone grants liuyuan_system: select
column reading.opening.told_at timestamp with time zone
column reading.permission.workspace_id uuid not null
column reading.permission.id uuid not null
column reading.permission.article_id uuid not null
column reading.permission.customer_id uuid not null
column reading.permission.how text not null
column reading.permission.proof text not null
column reading.permission.given_on date not null
column reading.permission.recorded_at timestamp with time zone not null
column reading.permission.recorded_by uuid
column reading.permission.withdrawn_at timestamp with time zone
column reading.permission.withdrawn_by uuid
column reading.permission.withdrawn_why text not null default ''::text
column reading.version.workspace_id uuid not null
column reading.version.article_id uuid not null
column reading.version.no integer not null
column reading.version.draft_no integer not null
column reading.version.title text not null
column reading.version.summary text not null
column reading.version.body text not null
column reading.version.sections text[] not null
column reading.version.characters integer not null
column reading.version.published_at timestamp with time zone not null
column reading.version.published_by uuid
column reading.view.workspace_id uuid not null
column reading.view.id uuid not null
column reading.view.opening_id uuid not null
column reading.view.version integer not null
column reading.view.began_at timestamp with time zone not null
column reading.view.told_no integer not null default 0
column reading.view.seconds integer not null default 0
column reading.view.depth smallint not null default 0
column reading.view.sections integer[] not null default '{}'::integer[]
column referral.campaign.workspace_id uuid not null grants liuyuan_system: select
column referral.campaign.id uuid not null grants liuyuan_system: select
column referral.campaign.name text not null
column referral.campaign.state text not null grants liuyuan_system: select
column referral.campaign.headline text not null
column referral.campaign.story text not null
column referral.campaign.welcome text not null
column referral.campaign.source_id uuid
column referral.campaign.userids text[] not null
column referral.campaign.stay_days integer not null
column referral.campaign.needs_order boolean not null
column referral.campaign.friends_max integer not null
column referral.campaign.friend_reward_id uuid
column referral.campaign.from_at timestamp with time zone
column referral.campaign.until_at timestamp with time zone grants liuyuan_system: select
column referral.campaign.made_at timestamp with time zone not null
column referral.campaign.made_by uuid
column referral.campaign.changed_at timestamp with time zone not null
column referral.campaign.launched_at timestamp with time zone
column referral.campaign.launched_by uuid
column referral.campaign.ended_at timestamp with time zone
column referral.campaign.ended_by uuid
column referral.campaign.poster_id uuid
column referral.invitee.workspace_id uuid not null grants liuyuan_system: select
column referral.invitee.id uuid not null
column referral.invitee.campaign_id uuid not null
column referral.invitee.inviter_id uuid not null
column referral.invitee.customer_id uuid not null
column referral.invitee.customer_no bigint not null
column referral.invitee.state text not null grants liuyuan_system: select
column referral.invitee.refusal text
column referral.invitee.score double precision not null default 0
column referral.invitee.reasons text[] not null default '{}'::text[]
column referral.invitee.suspicion text not null default 'none'::text
column referral.invitee.looked_at timestamp with time zone
column referral.invitee.looked_by uuid
column referral.invitee.looked_note text
column referral.invitee.userid text not null
column referral.invitee.came_at timestamp with time zone not null
column referral.invitee.ordered_at timestamp with time zone
column referral.invitee.due_at timestamp with time zone grants liuyuan_system: select
column referral.invitee.ended_at timestamp with time zone
column referral.invitee.friend_grant_id uuid
column referral.inviter.workspace_id uuid not null grants liuyuan_system: select
column referral.inviter.id uuid not null
column referral.inviter.campaign_id uuid not null grants liuyuan_system: select
column referral.inviter.customer_id uuid not null
column referral.inviter.customer_no bigint not null
column referral.inviter.state text not null
column referral.inviter.invited_by uuid
column referral.inviter.generation integer not null default 0
column referral.inviter.parent_generation integer default 
CASE
    WHEN (invited_by IS NOT NULL) THEN (generation - 1)
    ELSE NULL::integer
END
column referral.inviter.joined_at timestamp with time zone not null
column referral.inviter.code_phase text not null default 'making'::text grants liuyuan_system: select
column referral.inviter.code_errcode integer
column referral.inviter.config_id text
column referral.inviter.qr_url text
column referral.inviter.stale_at timestamp with time zone grants liuyuan_system: select
column referral.promise.workspace_id uuid not null
column referral.promise.inviter_id uuid not null
column referral.promise.people integer not null
column referral.promise.attempt integer not null
column referral.promise.grant_id uuid
column referral.promise.refusal text
column referral.promise.hold_until timestamp with time zone
column referral.promise.is_frozen boolean not null default false
column referral.promise.taken_back_at timestamp with time zone
column referral.promise.made_at timestamp with time zone not null
column referral.tier.workspace_id uuid not null
column referral.tier.campaign_id uuid not null
column referral.tier.people integer not null
column referral.tier.reward_id uuid not null
column reward.batch.workspace_id uuid not null
column reward.batch.id uuid not null
column reward.batch.reward_id uuid not null
column reward.batch.kind text not null
column reward.batch.count integer not null
column reward.batch.at timestamp with time zone not null
column reward.batch.by uuid
column reward.campaign_budget.workspace_id uuid not null
column reward.campaign_budget.campaign_kind text not null
column reward.campaign_budget.campaign_id uuid not null
column reward.campaign_budget.set_at timestamp with time zone not null
column reward.campaign_budget.set_by uuid
column reward.entry.workspace_id uuid not null
column reward.entry.id uuid not null
column reward.entry.grant_id uuid not null
column reward.entry.kind text not null
column reward.entry.at timestamp with time zone not null
column reward.entry.by uuid
column reward.entry.reason text not null default ''::text
column reward.pause.workspace_id uuid not null
column reward.pause.id uuid not null
column reward.pause.reward_id uuid not null
column reward.pause.paused_at timestamp with time zone not null
column reward.pause.paused_by uuid
column reward.pause.reason text not null
column reward.pause.ended_at timestamp with time zone
column reward.pause.ended_by uuid
column reward.pay_account.workspace_id uuid not null
column reward.pay_account.mch_id text not null
column reward.pay_account.app_id text not null
column reward.pay_account.serial text not null
column reward.pay_account.private_key bytea not null
column reward.pay_account.api_key bytea not null
column reward.pay_account.platform_serial text not null
column reward.pay_account.platform_key text not null
column reward.pay_account.changed_at timestamp with time zone not null
column reward.pay_account.changed_by uuid
column reward.pay_account.trouble text not null default ''::text
column reward.pay_account.trouble_at timestamp with time zone
column reward.payment.workspace_id uuid not null grants liuyuan_system: select
column reward.payment.grant_id uuid not null grants liuyuan_system: select
column reward.payment.bill_no text not null
column reward.payment.amount bigint not null
column reward.payment.openid text not null default ''::text
column reward.payment.state text not null grants liuyuan_system: select
column reward.payment.package text not null default ''::text
column reward.payment.transfer_no text not null default ''::text
column reward.payment.errmsg text not null default ''::text
column reward.payment.asked_at timestamp with time zone not null
column reward.payment.ended_at timestamp with time zone
column reward.payment.look_at timestamp with time zone not null grants liuyuan_system: select
column reward.payment.looks integer not null default 0
column reward.reward.workspace_id uuid not null
column reward.reward.id uuid not null
column reward.reward.name text not null
column reward.reward.kind text not null
column reward.reward.words text not null
column reward.reward.points integer
column reward.reward.amount bigint
column reward.reward.cost bigint not null
column reward.reward.hold_days smallint not null
column reward.reward.person_limit integer
column reward.reward.day_budget bigint
column reward.reward.has_budget boolean not null
column reward.reward.velocity_max integer
column reward.reward.velocity_minutes integer
column reward.reward.valid_days smallint
column reward.reward.made_at timestamp with time zone not null
column reward.reward.made_by uuid
column reward.reward.changed_at timestamp with time zone not null
column reward.reward.archived_at timestamp with time zone
column reward.reward_grant.workspace_id uuid not null grants liuyuan_system: select
column reward.reward_grant.id uuid not null
column reward.reward_grant.reward_id uuid not null
column reward.reward_grant.customer_id uuid not null
column reward.reward_grant.cause text[] not null
column reward.reward_grant.kind text not null
column reward.reward_grant.points integer
column reward.reward_grant.amount bigint
column reward.reward_grant.cost bigint not null
column reward.reward_grant.state text not null grants liuyuan_system: select
column reward.reward_grant.unit_id uuid
column reward.reward_grant.holds_unit boolean not null default ((kind = ANY (ARRAY['coupon'::text, 'gift'::text])) AND (state = ANY (ARRAY['pending'::text, 'frozen'::text, 'posted'::text])))
column reward.reward_grant.campaign_kind text not null
column reward.reward_grant.campaign_id uuid not null
column reward.reward_grant.granted_at timestamp with time zone not null
column reward.reward_grant.granted_by uuid
column reward.reward_grant.hold_until timestamp with time zone not null grants liuyuan_system: select
column reward.reward_grant.reason text not null default ''::text
column reward.reward_grant.posted_at timestamp with time zone
column reward.reward_grant.expires_at timestamp with time zone grants liuyuan_system: select
column reward.reward_grant.ended_at timestamp with time zone
column reward.reward_grant.address bytea
column reward.reward_grant.address_at timestamp with time zone
column reward.reward_grant.sent_at timestamp with time zone
column reward.reward_grant.sent_by uuid
column reward.reward_grant.parcel text not null default ''::text
column reward.reward_grant.is_vouched boolean not null default true grants liuyuan_system: select
column reward.unit.workspace_id uuid not null
column reward.unit.id uuid not null
column reward.unit.reward_id uuid not null
column reward.unit.code bytea
column reward.unit.code_key bytea
column reward.unit.grant_id uuid
column reward.unit.is_held boolean default 
CASE
    WHEN (grant_id IS NULL) THEN NULL::boolean
    ELSE true
END
column reward.unit.retired_at timestamp with time zone
column reward.unit.added_at timestamp with time zone not null
column segment.history.workspace_id uuid not null
column segment.history.segment_id uuid not null
column segment.history.hour timestamp with time zone not null
column segment.history.size bigint not null
column segment.history.entered bigint not null
column segment.history.left_count bigint not null
column segment.refresh.workspace_id uuid not null grants liuyuan_system: select
column segment.refresh.batch_no bigint not null default 0 grants liuyuan_system: select
column segment.refresh.evaluated_at timestamp with time zone grants liuyuan_system: select
column segment.refresh.next_due_at timestamp with time zone grants liuyuan_system: select
column segment.refresh.version bigint not null default 0
column segment.refresh.begun_version bigint not null default 0
column segment.refresh.time_zone text not null default ''::text
column segment.refresh.predictions jsonb
column segment.refresh.stale_since timestamp with time zone grants liuyuan_system: select
column segment.segment.workspace_id uuid not null
column segment.segment.id uuid not null
column segment.segment.name text not null
column segment.segment.state text not null
column segment.segment.tree jsonb not null
column segment.segment.created_at timestamp with time zone not null
column segment.segment.created_by uuid
column segment.segment.changed_at timestamp with time zone not null
column segment.segment.archived_at timestamp with time zone
column segment.segment.archived_from text
column segment.segment.live_since timestamp with time zone
column segment.segment.version bigint
column segment.segment.size bigint
column segment.segment.computed_at timestamp with time zone
column segment.segment.revision integer not null default 1
column segment.segment.changed_by uuid
column sidebar.session.workspace_id uuid not null
column sidebar.session.token_hash bytea not null
column sidebar.session.company text not null
column sidebar.session.userid text not null
column sidebar.session.opened_at timestamp with time zone not null
column sidebar.session.expires_at timestamp with time zone not null
column sidebar.session.user_agent text not null default ''::text
column staff.api_key.workspace_id uuid not null grants liuyuan_system: select
column staff.api_key.id uuid not null grants liuyuan_system: select
column staff.api_key.kind text not null grants liuyuan_system: select
column staff.api_key.name text not null grants liuyuan_system: select
column staff.api_key.prefix text not null
column staff.api_key.key_hash bytea not null grants liuyuan_system: select
column staff.api_key.created_at timestamp with time zone not null
column staff.api_key.created_by uuid
column staff.api_key.last_used_at timestamp with time zone
column staff.api_key.revoked_at timestamp with time zone grants liuyuan_system: select
column staff.audit.workspace_id uuid not null
column staff.audit.id uuid not null
column staff.audit.at timestamp with time zone not null
column staff.audit.staff_id uuid
column staff.audit.action text not null
column staff.audit.subject text not null
column staff.audit.detail jsonb not null default '{}'::jsonb
column staff.idempotency.workspace_id uuid not null
column staff.idempotency.key text not null
column staff.idempotency.request_hash bytea not null
column staff.idempotency.status smallint
column staff.idempotency.body text
column staff.idempotency.created_at timestamp with time zone not null
column staff.session.token_hash bytea not null grants liuyuan_system: select
column staff.session.workspace_id uuid not null grants liuyuan_system: select
column staff.session.staff_id uuid not null
column staff.session.created_at timestamp with time zone not null
column staff.session.last_seen_at timestamp with time zone not null
column staff.session.expires_at timestamp with time zone not null
column staff.session.user_agent text not null default ''::text
column staff.staff.workspace_id uuid not null grants liuyuan_system: select
column staff.staff.id uuid not null grants liuyuan_system: select
column staff.staff.login text not null grants liuyuan_system: select
column staff.staff.name text not null
column staff.staff.role text not null
column staff.staff.password_hash text not null
column staff.staff.created_at timestamp with time zone not null
column staff.staff.disabled_at timestamp with time zone grants liuyuan_system: select
column staff.staff.wecom_userid text
column staff.workspace.workspace_id uuid not null grants liuyuan_system: select
column staff.workspace.no integer not null identity always grants liuyuan_system: select
column staff.workspace.name text not null grants liuyuan_system: select
column staff.workspace.time_zone text not null grants liuyuan_system: select
column staff.workspace.currency text not null grants liuyuan_system: select
column staff.workspace.clock_at timestamp with time zone grants liuyuan_system: select
column staff.workspace.is_demo boolean not null default false grants liuyuan_system: select
column staff.workspace.created_at timestamp with time zone not null
column webhook.attempt.workspace_id uuid not null
column webhook.attempt.message_id uuid not null
column webhook.attempt.no smallint not null
column webhook.attempt.at timestamp with time zone not null
column webhook.attempt.took_ms integer not null
column webhook.attempt.status smallint
column webhook.attempt.trouble text not null
column webhook.attempt.answer text not null
column webhook.endpoint.workspace_id uuid not null
column webhook.endpoint.id uuid not null
column webhook.endpoint.name text not null
column webhook.endpoint.url text not null
column webhook.endpoint.events text[] not null
column webhook.endpoint.secret bytea not null
column webhook.endpoint.old_secret bytea
column webhook.endpoint.old_until timestamp with time zone
column webhook.endpoint.made_at timestamp with time zone not null
column webhook.endpoint.made_by uuid
column webhook.endpoint.changed_at timestamp with time zone not null
column webhook.endpoint.failing_since timestamp with time zone
column webhook.endpoint.stopped_at timestamp with time zone
column webhook.endpoint.stopped_why text
column webhook.endpoint.deleted_at timestamp with time zone
column webhook.message.workspace_id uuid not null grants liuyuan_system: select
column webhook.message.id uuid not null
column webhook.message.endpoint_id uuid not null
column webhook.message.event_id uuid not null
column webhook.message.type text not null
column webhook.message.body text not null
column webhook.message.made_at timestamp with time zone not null
column webhook.message.state text not null
column webhook.message.due_at timestamp with time zone grants liuyuan_system: select
column webhook.message.lease_until timestamp with time zone grants liuyuan_system: select
column webhook.message.tries smallint not null default 0
column webhook.message.settled_at timestamp with time zone

-- constraints
constraint acquisition.bill bill_pkey PRIMARY KEY (workspace_id, id)
constraint acquisition.bill bill_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.contact_way contact_way_phase_check CHECK ((phase = ANY (ARRAY['making'::text, 'live'::text, 'failed'::text])))
constraint acquisition.contact_way contact_way_pkey PRIMARY KEY (workspace_id, id)
constraint acquisition.contact_way contact_way_state_check CHECK (((length(state) >= 1) AND (length(state) <= 30)))
constraint acquisition.contact_way contact_way_userids_check CHECK (((cardinality(userids) >= 1) AND (cardinality(userids) <= 100)))
constraint acquisition.contact_way contact_way_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.contact_way contact_way_workspace_id_hook_id_fkey FOREIGN KEY (workspace_id, hook_id) REFERENCES acquisition.hook(workspace_id, id)
constraint acquisition.contact_way contact_way_workspace_id_source_id_fkey FOREIGN KEY (workspace_id, source_id) REFERENCES acquisition.source(workspace_id, id)
constraint acquisition.contact_way contact_way_workspace_id_state_key UNIQUE (workspace_id, state)
constraint acquisition.cost_share cost_share_amount_check CHECK ((amount >= 0))
constraint acquisition.cost_share cost_share_pkey PRIMARY KEY (workspace_id, cost_id, way_id)
constraint acquisition.cost_share cost_share_workspace_id_cost_id_fkey FOREIGN KEY (workspace_id, cost_id) REFERENCES acquisition.source_cost(workspace_id, id)
constraint acquisition.cost_share cost_share_workspace_id_way_id_fkey FOREIGN KEY (workspace_id, way_id) REFERENCES acquisition.contact_way(workspace_id, id)
constraint acquisition.hook hook_kind_check CHECK ((kind = ANY (ARRAY['file'::text, 'video'::text, 'course'::text, 'product'::text, 'coupon'::text, 'trial'::text])))
constraint acquisition.hook hook_pkey PRIMARY KEY (workspace_id, id)
constraint acquisition.hook hook_rule_check CHECK ((rule = ANY (ARRAY['anyone'::text, 'friend'::text, 'new_friend'::text])))
constraint acquisition.hook hook_stock_check CHECK ((stock >= 0))
constraint acquisition.hook hook_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.hook hook_workspace_id_source_id_fkey FOREIGN KEY (workspace_id, source_id) REFERENCES acquisition.source(workspace_id, id)
constraint acquisition.hook hook_workspace_id_way_id_fkey FOREIGN KEY (workspace_id, way_id) REFERENCES acquisition.contact_way(workspace_id, id)
constraint acquisition.hook_claim hook_claim_pkey PRIMARY KEY (workspace_id, id)
constraint acquisition.hook_claim hook_claim_workspace_id_hook_id_version_fkey FOREIGN KEY (workspace_id, hook_id, version) REFERENCES acquisition.hook_version(workspace_id, hook_id, no)
constraint acquisition.hook_unit hook_unit_pkey PRIMARY KEY (workspace_id, hook_id, no)
constraint acquisition.hook_unit hook_unit_workspace_id_hook_id_fkey FOREIGN KEY (workspace_id, hook_id) REFERENCES acquisition.hook(workspace_id, id)
constraint acquisition.hook_version hook_version_pkey PRIMARY KEY (workspace_id, hook_id, no)
constraint acquisition.hook_version hook_version_workspace_id_hook_id_fkey FOREIGN KEY (workspace_id, hook_id) REFERENCES acquisition.hook(workspace_id, id)
constraint acquisition.landing_page landing_page_check CHECK (((deed = 'claim'::text) = (hook_id IS NOT NULL)))
constraint acquisition.landing_page landing_page_check1 CHECK (((deed <> 'code'::text) OR (way_id IS NOT NULL)))
constraint acquisition.landing_page landing_page_deed_check CHECK ((deed = ANY (ARRAY['code'::text, 'claim'::text, 'lead'::text])))
constraint acquisition.landing_page landing_page_pkey PRIMARY KEY (workspace_id, id)
constraint acquisition.landing_page landing_page_template_check CHECK ((template = ANY (ARRAY['offer'::text, 'consult'::text, 'event'::text])))
constraint acquisition.landing_page landing_page_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.landing_page landing_page_workspace_id_hook_id_fkey FOREIGN KEY (workspace_id, hook_id) REFERENCES acquisition.hook(workspace_id, id)
constraint acquisition.landing_page landing_page_workspace_id_source_id_fkey FOREIGN KEY (workspace_id, source_id) REFERENCES acquisition.source(workspace_id, id)
constraint acquisition.landing_page landing_page_workspace_id_way_id_fkey FOREIGN KEY (workspace_id, way_id) REFERENCES acquisition.contact_way(workspace_id, id)
constraint acquisition.source source_check CHECK ((parent_id <> id))
constraint acquisition.source source_pkey PRIMARY KEY (workspace_id, id)
constraint acquisition.source source_traffic_check CHECK ((traffic = ANY (ARRAY['ads'::text, 'content'::text, 'community'::text, 'offline'::text, 'word_of_mouth'::text, 'partner'::text])))
constraint acquisition.source source_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.source source_workspace_id_parent_id_fkey FOREIGN KEY (workspace_id, parent_id) REFERENCES acquisition.source(workspace_id, id)
constraint acquisition.source_cost source_cost_amount_check CHECK ((amount >= 0))
constraint acquisition.source_cost source_cost_check CHECK ((from_on <= to_on))
constraint acquisition.source_cost source_cost_pkey PRIMARY KEY (workspace_id, id)
constraint acquisition.source_cost source_cost_workspace_id_bill_id_fkey FOREIGN KEY (workspace_id, bill_id) REFERENCES acquisition.bill(workspace_id, id)
constraint acquisition.source_cost source_cost_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.source_cost source_cost_workspace_id_source_id_fkey FOREIGN KEY (workspace_id, source_id) REFERENCES acquisition.source(workspace_id, id)
constraint acquisition.touch touch_kind_check CHECK ((kind = ANY (ARRAY['follow'::text, 'subscription'::text, 'landing'::text, 'form'::text, 'hook'::text])))
constraint acquisition.touch touch_pkey PRIMARY KEY (workspace_id, event_id)
constraint acquisition.touch touch_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.visit visit_pkey PRIMARY KEY (workspace_id, page_id, visitor_id)
constraint acquisition.visit visit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.way_batch way_batch_pkey PRIMARY KEY (workspace_id, id)
constraint acquisition.way_batch way_batch_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.way_batch_line way_batch_line_pkey PRIMARY KEY (workspace_id, batch_id, line)
constraint acquisition.way_batch_line way_batch_line_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'asking'::text, 'made'::text, 'refused'::text, 'stopped'::text])))
constraint acquisition.way_batch_line way_batch_line_workspace_id_batch_id_fkey FOREIGN KEY (workspace_id, batch_id) REFERENCES acquisition.way_batch(workspace_id, id)
constraint acquisition.way_batch_line way_batch_line_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint acquisition.way_batch_line way_batch_line_workspace_id_way_id_fkey FOREIGN KEY (workspace_id, way_id) REFERENCES acquisition.contact_way(workspace_id, id)
constraint acquisition.welcome welcome_pkey PRIMARY KEY (workspace_id)
constraint acquisition.welcome welcome_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint almanac.arrangement arrangement_pkey PRIMARY KEY (workspace_id, year)
constraint almanac.arrangement arrangement_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint campaign.broadcast broadcast_pkey PRIMARY KEY (workspace_id, id)
constraint campaign.broadcast broadcast_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint campaign.cancellation cancellation_pkey PRIMARY KEY (workspace_id, broadcast_id)
constraint campaign.cancellation cancellation_workspace_id_broadcast_id_fkey FOREIGN KEY (workspace_id, broadcast_id) REFERENCES campaign.launch(workspace_id, broadcast_id)
constraint campaign.cancellation cancellation_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint campaign.launch launch_pkey PRIMARY KEY (workspace_id, broadcast_id)
constraint campaign.launch launch_workspace_id_broadcast_id_fkey FOREIGN KEY (workspace_id, broadcast_id) REFERENCES campaign.broadcast(workspace_id, id)
constraint campaign.launch launch_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint campaign.moment moment_pkey PRIMARY KEY (workspace_id, id)
constraint campaign.moment moment_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'sending'::text, 'unknown'::text, 'making'::text, 'running'::text, 'failed'::text, 'lost'::text, 'ended'::text])))
constraint campaign.moment moment_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint campaign.moment_poster moment_poster_pkey PRIMARY KEY (workspace_id, moment_id, userid)
constraint campaign.moment_poster moment_poster_workspace_id_moment_id_fkey FOREIGN KEY (workspace_id, moment_id) REFERENCES campaign.moment(workspace_id, id)
constraint campaign.moment_reaction moment_reaction_kind_check CHECK ((kind = ANY (ARRAY['like'::text, 'comment'::text])))
constraint campaign.moment_reaction moment_reaction_pkey PRIMARY KEY (workspace_id, moment_id, userid, kind, who, at)
constraint campaign.moment_reaction moment_reaction_workspace_id_moment_id_fkey FOREIGN KEY (workspace_id, moment_id) REFERENCES campaign.moment(workspace_id, id)
constraint campaign.recipient recipient_check CHECK (((state = 'waiting'::text) = (due_at IS NOT NULL)))
constraint campaign.recipient recipient_check1 CHECK (((state <> 'decided'::text) OR (delivery_id IS NOT NULL)))
constraint campaign.recipient recipient_pkey PRIMARY KEY (workspace_id, broadcast_id, customer_no)
constraint campaign.recipient recipient_state_check CHECK ((state = ANY (ARRAY['control'::text, 'waiting'::text, 'decided'::text, 'dropped'::text])))
constraint care.counter counter_pkey PRIMARY KEY (workspace_id)
constraint care.counter counter_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint care.entry entry_kind_check CHECK ((kind = ANY (ARRAY['opened'::text, 'happened_again'::text, 'note'::text, 'answered'::text, 'waiting'::text, 'customer_back'::text, 'reassigned'::text, 'changed'::text, 'escalated'::text, 'escalation_seen'::text, 'solved'::text, 'reopened'::text, 'closed'::text, 'rated'::text, 'rating_asked'::text])))
constraint care.entry entry_pkey PRIMARY KEY (workspace_id, id)
constraint care.entry entry_workspace_id_case_id_fkey FOREIGN KEY (workspace_id, case_id) REFERENCES care.service_case(workspace_id, id) ON DELETE CASCADE
constraint care.last_answer last_answer_pkey PRIMARY KEY (workspace_id, customer_id, userid)
constraint care.last_answer last_answer_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint care.reply_wait reply_wait_check CHECK (((ended_at IS NULL) = (outcome IS NULL)))
constraint care.reply_wait reply_wait_heard_check CHECK ((heard = ANY (ARRAY['chat'::text, 'staff'::text])))
constraint care.reply_wait reply_wait_outcome_check CHECK ((outcome = ANY (ARRAY['answered'::text, 'noted'::text, 'let_be'::text, 'lapsed'::text])))
constraint care.reply_wait reply_wait_pkey PRIMARY KEY (workspace_id, id)
constraint care.reply_wait reply_wait_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint care.service_case service_case_check CHECK (((state = ANY (ARRAY['solved'::text, 'closed'::text])) = (solved_at IS NOT NULL)))
constraint care.service_case service_case_check1 CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL)))
constraint care.service_case service_case_check2 CHECK (((state = 'waiting'::text) = (waiting_since IS NOT NULL)))
constraint care.service_case service_case_check3 CHECK (((escalated_at IS NULL) = (escalated_clock IS NULL)))
constraint care.service_case service_case_escalated_clock_check CHECK ((escalated_clock = ANY (ARRAY['answer'::text, 'resolve'::text])))
constraint care.service_case service_case_origin_check CHECK ((origin = ANY (ARRAY['staff'::text, 'message'::text, 'event'::text])))
constraint care.service_case service_case_pkey PRIMARY KEY (workspace_id, id)
constraint care.service_case service_case_priority_check CHECK ((priority = ANY (ARRAY['normal'::text, 'urgent'::text])))
constraint care.service_case service_case_satisfaction_check CHECK (((satisfaction >= 1) AND (satisfaction <= 5)))
constraint care.service_case service_case_state_check CHECK ((state = ANY (ARRAY['open'::text, 'answered'::text, 'waiting'::text, 'solved'::text, 'closed'::text])))
constraint care.service_case service_case_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint care.service_case service_case_workspace_id_no_key UNIQUE (workspace_id, no)
constraint care.settings settings_pkey PRIMARY KEY (workspace_id, no)
constraint care.settings settings_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.absence absence_check CHECK ((from_on <= to_on))
constraint channel.absence absence_check1 CHECK ((stand_in <> userid))
constraint channel.absence absence_pkey PRIMARY KEY (workspace_id, id)
constraint channel.absence absence_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.approval approval_check CHECK (((verdict IS NULL) = (decided_at IS NULL)))
constraint channel.approval approval_check1 CHECK (((verdict IS DISTINCT FROM 'approved'::text) OR ((decided_by IS NOT NULL) AND (decided_by IS DISTINCT FROM asked_by))))
constraint channel.approval approval_pkey PRIMARY KEY (workspace_id, id)
constraint channel.approval approval_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['journey'::text, 'broadcast'::text])))
constraint channel.approval approval_verdict_check CHECK ((verdict = ANY (ARRAY['approved'::text, 'refused'::text, 'withdrawn'::text])))
constraint channel.approval approval_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.consent consent_carrier_check CHECK ((carrier = ANY (ARRAY[''::text, 'email'::text, 'sms'::text])))
constraint channel.consent consent_carrier_named CHECK (((kind = ANY (ARRAY['channel_refused'::text, 'channel_agreed'::text])) = (carrier <> ''::text)))
constraint channel.consent consent_check CHECK (((kind = ANY (ARRAY['opt_out'::text, 'opt_in'::text])) = (purpose <> ''::text)))
constraint channel.consent consent_kind_check CHECK ((kind = ANY (ARRAY['opt_out'::text, 'opt_in'::text, 'do_not_disturb'::text, 'disturb_again'::text, 'channel_refused'::text, 'channel_agreed'::text])))
constraint channel.consent consent_pkey PRIMARY KEY (workspace_id, id)
constraint channel.consent consent_purpose_check CHECK ((purpose = ANY (ARRAY[''::text, 'service'::text, 'value'::text, 'promotion'::text])))
constraint channel.consent consent_source_check CHECK ((source = ANY (ARRAY['staff'::text, 'customer'::text, 'import'::text, 'api'::text])))
constraint channel.consent consent_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.dead_address dead_address_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text])))
constraint channel.dead_address dead_address_pkey PRIMARY KEY (workspace_id, key)
constraint channel.dead_address dead_address_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.delivery delivery_check CHECK (((slot_at IS NULL) = (slot_on IS NULL)))
constraint channel.delivery delivery_check1 CHECK (((slot_on IS NULL) OR (state <> ALL (ARRAY['failed'::text, 'skipped'::text, 'expired'::text, 'cancelled'::text]))))
constraint channel.delivery delivery_lateness_check CHECK ((lateness = ANY (ARRAY['send_late'::text, 'skip'::text, 'next_slot'::text])))
constraint channel.delivery delivery_pkey PRIMARY KEY (workspace_id, id)
constraint channel.delivery delivery_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'claimed'::text, 'sending'::text, 'handed'::text, 'sent'::text, 'failed'::text, 'unknown'::text, 'parked'::text, 'skipped'::text, 'expired'::text, 'cancelled'::text])))
constraint channel.fence fence_pkey PRIMARY KEY (id)
constraint channel.hold hold_kind_check CHECK ((kind = ANY (ARRAY['case'::text, 'reply'::text])))
constraint channel.hold hold_pkey PRIMARY KEY (workspace_id, id)
constraint channel.hold hold_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.installation installation_only_one_check CHECK (only_one)
constraint channel.installation installation_pkey PRIMARY KEY (only_one)
constraint channel.link_count link_count_pkey PRIMARY KEY (workspace_id, message_id)
constraint channel.link_count link_count_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.mailbox mailbox_check CHECK (((trouble_at IS NULL) = (trouble IS NULL)))
constraint channel.mailbox mailbox_pkey PRIMARY KEY (workspace_id)
constraint channel.mailbox mailbox_port_check CHECK (((port >= 1) AND (port <= 65535)))
constraint channel.mailbox mailbox_security_check CHECK ((security = ANY (ARRAY['tls'::text, 'starttls'::text, 'none'::text])))
constraint channel.mailbox mailbox_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.message message_carrier_check CHECK ((carrier = ANY (ARRAY['wecom_welcome'::text, 'wecom_mass'::text, 'staff_task'::text, 'email'::text, 'sms'::text, 'official_message'::text, 'official_mass'::text])))
constraint channel.message message_cause_kind_check CHECK ((cause_kind = ANY (ARRAY['journey'::text, 'welcome'::text, 'test'::text, 'material'::text, 'broadcast'::text])))
constraint channel.message message_material_named CHECK (((cause_kind = 'material'::text) = (material_id IS NOT NULL)))
constraint channel.message message_pkey PRIMARY KEY (workspace_id, id)
constraint channel.message message_purpose_check CHECK ((purpose = ANY (ARRAY['service'::text, 'value'::text, 'promotion'::text])))
constraint channel.message message_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.pause pause_check CHECK (((scope = 'workspace'::text) = (subject = ''::text)))
constraint channel.pause pause_pkey PRIMARY KEY (workspace_id, id)
constraint channel.pause pause_scope_check CHECK ((scope = ANY (ARRAY['workspace'::text, 'carrier'::text, 'journey'::text, 'broadcast'::text])))
constraint channel.pause pause_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.person person_pkey PRIMARY KEY (workspace_id, person_id)
constraint channel.policy policy_pkey PRIMARY KEY (workspace_id, no)
constraint channel.policy policy_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.refused_number refused_number_pkey PRIMARY KEY (workspace_id, key)
constraint channel.refused_number refused_number_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.reminder reminder_pkey PRIMARY KEY (workspace_id, id)
constraint channel.reminder reminder_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.remote_call remote_call_kind_check CHECK ((kind = ANY (ARRAY['welcome'::text, 'mass'::text, 'mail'::text, 'sms'::text, 'official'::text, 'official_mass'::text])))
constraint channel.remote_call remote_call_pkey PRIMARY KEY (workspace_id, id)
constraint channel.remote_call remote_call_receivers_check CHECK ((receivers > 0))
constraint channel.remote_call remote_call_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'open'::text, 'unknown'::text, 'parked'::text, 'refused'::text, 'closed'::text])))
constraint channel.remote_call remote_call_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.sms_line sms_line_check CHECK (((trouble_at IS NULL) = (trouble IS NULL)))
constraint channel.sms_line sms_line_li_per_segment_check CHECK ((li_per_segment >= 0))
constraint channel.sms_line sms_line_pkey PRIMARY KEY (workspace_id)
constraint channel.sms_line sms_line_provider_check CHECK ((provider = ANY (ARRAY['tencent'::text, 'aliyun'::text])))
constraint channel.sms_line sms_line_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.sms_template sms_template_kind_check CHECK ((kind = ANY (ARRAY['notice'::text, 'promotion'::text])))
constraint channel.sms_template sms_template_pkey PRIMARY KEY (workspace_id, id)
constraint channel.sms_template sms_template_workspace_id_code_key UNIQUE (workspace_id, code)
constraint channel.sms_template sms_template_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.staff_card staff_card_face_check CHECK ((face = ANY (ARRAY['sent'::text, 'later'::text, 'over'::text, 'moved'::text])))
constraint channel.staff_card staff_card_face_state_check CHECK ((face_state = ANY (ARRAY['open'::text, 'due'::text, 'shown'::text, 'lost'::text])))
constraint channel.staff_card staff_card_kind_check CHECK ((kind = ANY (ARRAY['nudge'::text, 'escalation'::text])))
constraint channel.staff_card staff_card_pkey PRIMARY KEY (workspace_id, id)
constraint channel.staff_card staff_card_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'dropped'::text])))
constraint channel.staff_card staff_card_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.staff_task staff_task_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'by_phone'::text, 'not_wanted'::text, 'not_now'::text, 'no_answer'::text, 'other'::text])))
constraint channel.staff_task staff_task_pkey PRIMARY KEY (workspace_id, id)
constraint channel.staff_task staff_task_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'skipped'::text, 'expired'::text, 'cancelled'::text, 'snoozed'::text])))
constraint channel.staff_task staff_task_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.task_deed task_deed_kind_check CHECK ((kind = ANY (ARRAY['snoozed'::text, 'moved'::text, 'taken'::text, 'escalated'::text])))
constraint channel.task_deed task_deed_pkey PRIMARY KEY (workspace_id, id)
constraint channel.task_deed task_deed_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.verdict verdict_pkey PRIMARY KEY (workspace_id, id)
constraint channel.verdict verdict_said_check CHECK ((said = ANY (ARRAY['was_sent'::text, 'send'::text, 'drop'::text])))
constraint channel.verdict verdict_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint channel.work_rules work_rules_pkey PRIMARY KEY (workspace_id, no)
constraint channel.work_rules work_rules_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint commerce."order" order_pkey PRIMARY KEY (workspace_id, id)
constraint commerce."order" order_state_check CHECK ((state = ANY (ARRAY['created'::text, 'paid'::text, 'cancelled'::text, 'refunded'::text])))
constraint commerce."order" order_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint commerce."order" order_workspace_id_order_key_key UNIQUE (workspace_id, order_key)
constraint commerce.order_before order_before_pkey PRIMARY KEY (workspace_id, import_id, order_id)
constraint commerce.order_item order_item_pkey PRIMARY KEY (workspace_id, order_id, line)
constraint commerce.order_item order_item_workspace_id_order_id_fkey FOREIGN KEY (workspace_id, order_id) REFERENCES commerce."order"(workspace_id, id) ON DELETE CASCADE
constraint commerce.order_item order_item_workspace_id_product_id_fkey FOREIGN KEY (workspace_id, product_id) REFERENCES commerce.product(workspace_id, id)
constraint commerce.product product_made_from_check CHECK ((made_from = ANY (ARRAY['hand'::text, 'import'::text, 'orders'::text])))
constraint commerce.product product_pack_days_check CHECK (((pack_days >= 1) AND (pack_days <= 1000)))
constraint commerce.product product_pkey PRIMARY KEY (workspace_id, id)
constraint commerce.product product_use_check CHECK ((use = ANY (ARRAY['unknown'::text, 'consumable'::text, 'durable'::text])))
constraint commerce.product product_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint commerce.product product_workspace_id_stands_for_fkey FOREIGN KEY (workspace_id, stands_for) REFERENCES commerce.product(workspace_id, id)
constraint commerce.product_figure product_figure_pkey PRIMARY KEY (workspace_id, product_id)
constraint commerce.product_key product_key_pkey PRIMARY KEY (workspace_id, key)
constraint commerce.product_key product_key_workspace_id_product_id_fkey FOREIGN KEY (workspace_id, product_id) REFERENCES commerce.product(workspace_id, id)
constraint commerce.product_measure product_measure_pkey PRIMARY KEY (workspace_id)
constraint commerce.product_measure product_measure_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint commerce.product_merge product_merge_pkey PRIMARY KEY (workspace_id, id)
constraint commerce.product_merge product_merge_workspace_id_from_id_fkey FOREIGN KEY (workspace_id, from_id) REFERENCES commerce.product(workspace_id, id)
constraint commerce.product_merge product_merge_workspace_id_into_id_fkey FOREIGN KEY (workspace_id, into_id) REFERENCES commerce.product(workspace_id, id)
constraint commerce.product_pair product_pair_pkey PRIMARY KEY (workspace_id, product_id, other_id)
constraint commerce.refund refund_amount_check CHECK ((amount > 0))
constraint commerce.refund refund_pkey PRIMARY KEY (workspace_id, order_id, refund_key)
constraint commerce.refund refund_workspace_id_order_id_fkey FOREIGN KEY (workspace_id, order_id) REFERENCES commerce."order"(workspace_id, id) ON DELETE CASCADE
constraint commerce.sku sku_pkey PRIMARY KEY (workspace_id, id)
constraint commerce.sku sku_price_check CHECK ((price >= 0))
constraint commerce.sku sku_stock_check CHECK ((stock >= 0))
constraint commerce.sku sku_workspace_id_product_id_fkey FOREIGN KEY (workspace_id, product_id) REFERENCES commerce.product(workspace_id, id)
constraint content.favourite favourite_pkey PRIMARY KEY (workspace_id, userid, reply_id)
constraint content.material material_check CHECK ((from_on <= until_on))
constraint content.material material_pkey PRIMARY KEY (workspace_id, id)
constraint content.material material_purpose_check CHECK ((purpose = ANY (ARRAY['service'::text, 'value'::text, 'promotion'::text])))
constraint content.material material_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint content.quick_reply quick_reply_pkey PRIMARY KEY (workspace_id, id)
constraint content.quick_reply quick_reply_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint content.reply_use reply_use_pkey PRIMARY KEY (workspace_id, id)
constraint corp.api_budget api_budget_pkey PRIMARY KEY (workspace_id, company, api, window_ms)
constraint corp.api_budget api_budget_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint corp.api_seats api_seats_pkey PRIMARY KEY (workspace_id, company, api)
constraint corp.api_seats api_seats_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint corp.associate associate_pkey PRIMARY KEY (workspace_id, userid)
constraint corp.associate associate_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint corp.corp corp_id_key UNIQUE (id)
constraint corp.corp corp_pkey PRIMARY KEY (workspace_id, id)
constraint corp.corp corp_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint corp.department department_pkey PRIMARY KEY (workspace_id, company, id)
constraint corp.department department_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint corp.missing_field missing_field_field_check CHECK (((length(field) >= 1) AND (length(field) <= 200)))
constraint corp.missing_field missing_field_path_check CHECK (((length(path) >= 1) AND (length(path) <= 200)))
constraint corp.missing_field missing_field_pkey PRIMARY KEY (workspace_id, company, path, field)
constraint corp.missing_field missing_field_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id) ON DELETE CASCADE
constraint corp.token token_pkey PRIMARY KEY (workspace_id, company, key)
constraint corp.token token_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.caretaker caretaker_pkey PRIMARY KEY (workspace_id)
constraint customer.caretaker caretaker_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.charge charge_pkey PRIMARY KEY (workspace_id, id)
constraint customer.charge charge_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.conflict conflict_pkey PRIMARY KEY (workspace_id, id)
constraint customer.conflict conflict_reason_check CHECK ((reason = ANY (ARRAY['contradiction'::text, 'separated'::text, 'too_many'::text])))
constraint customer.conflict conflict_resolution_check CHECK ((resolution = ANY (ARRAY['merged'::text, 'kept_apart'::text, 'dismissed'::text])))
constraint customer.conflict conflict_workspace_id_fingerprint_key UNIQUE (workspace_id, fingerprint)
constraint customer.conflict conflict_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.counter counter_pkey PRIMARY KEY (workspace_id)
constraint customer.counter counter_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.customer customer_pkey PRIMARY KEY (workspace_id, id)
constraint customer.customer customer_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.customer customer_workspace_id_no_key UNIQUE (workspace_id, no)
constraint customer.follow follow_pkey PRIMARY KEY (workspace_id, id)
constraint customer.follow follow_workspace_id_customer_id_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.follow follow_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.identity identity_check CHECK (((value IS NULL) <> (sealed IS NULL)))
constraint customer.identity identity_pkey PRIMARY KEY (workspace_id, kind, key)
constraint customer.identity identity_workspace_id_customer_id_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.identity identity_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.merge merge_check CHECK ((kept_id <> gone_id))
constraint customer.merge merge_pkey PRIMARY KEY (workspace_id, id)
constraint customer.merge merge_reason_check CHECK ((reason = ANY (ARRAY['shared_identity'::text, 'anonymous_claimed'::text, 'by_hand'::text])))
constraint customer.merge merge_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.merge merge_workspace_id_gone_id_fkey FOREIGN KEY (workspace_id, gone_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.merge merge_workspace_id_kept_id_fkey FOREIGN KEY (workspace_id, kept_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.promise promise_check CHECK (((kept_at IS NULL) OR (dropped_at IS NULL)))
constraint customer.promise promise_pkey PRIMARY KEY (workspace_id, id)
constraint customer.promise promise_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.search search_pkey PRIMARY KEY (workspace_id, customer_id)
constraint customer.search search_workspace_id_customer_id_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.search search_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.separation separation_check CHECK ((one_id < other_id))
constraint customer.separation separation_pkey PRIMARY KEY (workspace_id, one_id, other_id)
constraint customer.separation separation_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tag tag_pkey PRIMARY KEY (workspace_id, id)
constraint customer.tag tag_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tag tag_workspace_id_group_id_fkey FOREIGN KEY (workspace_id, group_id) REFERENCES customer.tag_group(workspace_id, id)
constraint customer.tag_group tag_group_pkey PRIMARY KEY (workspace_id, id)
constraint customer.tag_group tag_group_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tag_job tag_job_pkey PRIMARY KEY (workspace_id, id)
constraint customer.tag_job tag_job_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tag_job tag_job_workspace_id_tag_id_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES customer.tag(workspace_id, id)
constraint customer.tag_job_person tag_job_person_outcome_check CHECK ((outcome = ANY (ARRAY['tagged'::text, 'gone'::text, 'archived'::text, 'undone'::text])))
constraint customer.tag_job_person tag_job_person_pkey PRIMARY KEY (workspace_id, job_id, customer_id)
constraint customer.tag_job_person tag_job_person_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tag_job_person tag_job_person_workspace_id_job_id_fkey FOREIGN KEY (workspace_id, job_id) REFERENCES customer.tag_job(workspace_id, id)
constraint customer.tag_mark tag_mark_pkey PRIMARY KEY (workspace_id, userid, external_userid, tag_id)
constraint customer.tag_mark tag_mark_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tag_mark tag_mark_workspace_id_tag_id_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES customer.tag(workspace_id, id) ON DELETE CASCADE
constraint customer.tagging tagging_pkey PRIMARY KEY (workspace_id, id)
constraint customer.tagging tagging_sign_check CHECK ((sign = ANY (ARRAY[1, '-1'::integer])))
constraint customer.tagging tagging_source_check CHECK ((source = ANY (ARRAY['form'::text, 'purchase'::text, 'staff'::text, 'flash_topic'::text, 'chat'::text, 'click'::text, 'import'::text, 'rule'::text, 'api'::text, 'wecom'::text, 'article'::text])))
constraint customer.tagging tagging_weight_check CHECK (((weight > (0)::double precision) AND (weight <= (5)::double precision)))
constraint customer.tagging tagging_workspace_id_customer_id_fkey FOREIGN KEY (workspace_id, customer_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.tagging tagging_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tagging tagging_workspace_id_tag_id_fkey FOREIGN KEY (workspace_id, tag_id) REFERENCES customer.tag(workspace_id, id)
constraint customer.tie tie_level_check CHECK ((level = ANY (ARRAY['silent'::text, 'weak'::text, 'medium'::text, 'strong'::text])))
constraint customer.tie tie_pkey PRIMARY KEY (workspace_id, person_id)
constraint customer.tie tie_was_check CHECK ((was = ANY (ARRAY['silent'::text, 'weak'::text, 'medium'::text, 'strong'::text])))
constraint customer.tie tie_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint customer.tie tie_workspace_id_person_id_fkey FOREIGN KEY (workspace_id, person_id) REFERENCES customer.customer(workspace_id, id)
constraint customer.told told_pkey PRIMARY KEY (workspace_id, customer_id, import_no)
constraint customer.told told_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint event.batch batch_pkey PRIMARY KEY (workspace_id, no)
constraint event.batch batch_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint event.counter counter_pkey PRIMARY KEY (workspace_id)
constraint event.counter counter_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint event.inbox inbox_items_check CHECK ((items > 0))
constraint event.inbox inbox_pkey PRIMARY KEY (id)
constraint event.inbox inbox_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint event.landing landing_pkey PRIMARY KEY (workspace_id, batch_no, target)
constraint event.landing landing_workspace_id_batch_no_fkey FOREIGN KEY (workspace_id, batch_no) REFERENCES event.batch(workspace_id, no)
constraint event.parked parked_pkey PRIMARY KEY (workspace_id, id)
constraint event.parked parked_stage_check CHECK ((stage = ANY (ARRAY['decode'::text, 'apply'::text, 'react'::text])))
constraint event.parked parked_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint event.seen seen_pkey PRIMARY KEY (event_id)
constraint event.touched touched_pkey PRIMARY KEY (workspace_id, batch_no, what)
constraint event.touched touched_workspace_id_batch_no_fkey FOREIGN KEY (workspace_id, batch_no) REFERENCES event.batch(workspace_id, no)
constraint experiment.assignment assignment_pkey PRIMARY KEY (workspace_id, experiment_id, customer_no)
constraint experiment.experiment experiment_check CHECK (((holdout_share > (0)::double precision) OR (length(without_reason) > 0)))
constraint experiment.experiment experiment_holdout_share_check CHECK (((holdout_share >= (0)::double precision) AND (holdout_share <= (0.9)::double precision)))
constraint experiment.experiment experiment_metric_check CHECK ((metric = ANY (ARRAY['orders'::text, 'buyers'::text, 'revenue'::text])))
constraint experiment.experiment experiment_pkey PRIMARY KEY (workspace_id, id)
constraint experiment.experiment experiment_smallest_lift_check CHECK ((smallest_lift > (0)::double precision))
constraint experiment.experiment experiment_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['journey'::text, 'broadcast'::text])))
constraint experiment.experiment experiment_window_days_check CHECK (((window_days >= 1) AND (window_days <= 366)))
constraint experiment.experiment experiment_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint experiment.look look_fraction_check CHECK (((fraction >= (0)::double precision) AND (fraction <= (1)::double precision)))
constraint experiment.look look_kind_check CHECK ((kind = ANY (ARRAY['planned'::text, 'final'::text, 'peek'::text])))
constraint experiment.look look_pkey PRIMARY KEY (workspace_id, experiment_id, no)
constraint experiment.look look_workspace_id_experiment_id_fkey FOREIGN KEY (workspace_id, experiment_id) REFERENCES experiment.experiment(workspace_id, id)
constraint experiment.look look_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint form.answer answer_pkey PRIMARY KEY (workspace_id, response_id, question_id)
constraint form.answer answer_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint form.answer answer_workspace_id_response_id_fkey FOREIGN KEY (workspace_id, response_id) REFERENCES form.response(workspace_id, id)
constraint form.flash_topic flash_topic_check CHECK ((starts_at < ends_at))
constraint form.flash_topic flash_topic_most_check CHECK (((most >= 1) AND (most <= 6)))
constraint form.flash_topic flash_topic_pkey PRIMARY KEY (workspace_id, id)
constraint form.flash_topic flash_topic_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint form.flash_visit flash_visit_check CHECK (((joined_at IS NULL) = (cardinality(picks) = 0)))
constraint form.flash_visit flash_visit_pkey PRIMARY KEY (workspace_id, topic_id, visitor_id)
constraint form.flash_visit flash_visit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint form.flash_visit flash_visit_workspace_id_topic_id_fkey FOREIGN KEY (workspace_id, topic_id) REFERENCES form.flash_topic(workspace_id, id)
constraint form.form form_pkey PRIMARY KEY (workspace_id, id)
constraint form.form form_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint form.response response_check CHECK (((submitted_at IS NULL) OR (started_at IS NOT NULL)))
constraint form.response response_pkey PRIMARY KEY (workspace_id, id)
constraint form.response response_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint form.response response_workspace_id_form_id_version_fkey FOREIGN KEY (workspace_id, form_id, version) REFERENCES form.version(workspace_id, form_id, no)
constraint form.version version_pkey PRIMARY KEY (workspace_id, form_id, no)
constraint form.version version_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint form.version version_workspace_id_form_id_fkey FOREIGN KEY (workspace_id, form_id) REFERENCES form.form(workspace_id, id)
constraint "group".group_chat group_chat_pkey PRIMARY KEY (workspace_id, id)
constraint "group".group_chat group_chat_workspace_id_chat_id_key UNIQUE (workspace_id, chat_id)
constraint "group".group_chat group_chat_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint "group".membership membership_pkey PRIMARY KEY (workspace_id, id)
constraint "group".membership membership_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint "group".membership membership_workspace_id_group_id_fkey FOREIGN KEY (workspace_id, group_id) REFERENCES "group".group_chat(workspace_id, id)
constraint handover.call call_pkey PRIMARY KEY (workspace_id, id)
constraint handover.call call_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'unknown'::text, 'answered'::text, 'refused'::text])))
constraint handover.call call_workspace_id_handover_id_fkey FOREIGN KEY (workspace_id, handover_id) REFERENCES handover.handover(workspace_id, id)
constraint handover.entry entry_pkey PRIMARY KEY (workspace_id, id)
constraint handover.entry entry_workspace_id_handover_id_fkey FOREIGN KEY (workspace_id, handover_id) REFERENCES handover.handover(workspace_id, id)
constraint handover.handover handover_pkey PRIMARY KEY (workspace_id, id)
constraint handover.handover handover_reason_check CHECK ((reason = ANY (ARRAY['resigned'::text, 'on_job'::text])))
constraint handover.handover handover_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint handover.leaver leaver_pkey PRIMARY KEY (workspace_id, userid)
constraint handover.leaver leaver_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint handover.move move_pkey PRIMARY KEY (workspace_id, id)
constraint handover.move move_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'asking'::text, 'waiting'::text, 'taken'::text, 'done'::text, 'refused'::text, 'limit'::text, 'failed'::text, 'gone'::text])))
constraint handover.move move_workspace_id_handover_id_external_userid_key UNIQUE (workspace_id, handover_id, external_userid)
constraint handover.move move_workspace_id_handover_id_fkey FOREIGN KEY (workspace_id, handover_id) REFERENCES handover.handover(workspace_id, id)
constraint handover.reading reading_pkey PRIMARY KEY (workspace_id, company)
constraint handover.reading reading_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.callback callback_pkey PRIMARY KEY (workspace_id, hash)
constraint ingestion.callback callback_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.import import_kind_check CHECK ((kind = ANY (ARRAY['customers'::text, 'orders'::text])))
constraint ingestion.import import_pkey PRIMARY KEY (workspace_id, id)
constraint ingestion.import import_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'queued'::text, 'running'::text, 'finished'::text, 'failed'::text, 'cancelled'::text, 'undoing'::text, 'undone'::text])))
constraint ingestion.import import_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.import import_workspace_id_no_key UNIQUE (workspace_id, no)
constraint ingestion.import_error import_error_pkey PRIMARY KEY (workspace_id, import_id, line, column_name, code)
constraint ingestion.import_error import_error_workspace_id_import_id_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES ingestion.import(workspace_id, id)
constraint ingestion.mapping_memory mapping_memory_pkey PRIMARY KEY (workspace_id, kind, header_hash)
constraint ingestion.mapping_memory mapping_memory_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.notice notice_pkey PRIMARY KEY (workspace_id, id)
constraint ingestion.notice notice_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.service_account service_account_pkey PRIMARY KEY (workspace_id, open_kfid)
constraint ingestion.service_account service_account_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.sync_member sync_member_pkey PRIMARY KEY (workspace_id, userid)
constraint ingestion.sync_member sync_member_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.sync_part sync_part_pkey PRIMARY KEY (workspace_id, company, part)
constraint ingestion.sync_part sync_part_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.sync_seen sync_seen_pkey PRIMARY KEY (workspace_id, wire_id)
constraint ingestion.sync_seen sync_seen_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.wish contact_wish_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ingestion.wish wish_pkey PRIMARY KEY (workspace_id, kind, wire_id)
constraint insight.cost_option cost_option_message_check CHECK ((message >= (0)::double precision))
constraint insight.cost_option cost_option_minutes_per_message_check CHECK ((minutes_per_message >= (0)::double precision))
constraint insight.cost_option cost_option_minutes_per_task_check CHECK ((minutes_per_task >= (0)::double precision))
constraint insight.cost_option cost_option_pkey PRIMARY KEY (workspace_id)
constraint insight.cost_option cost_option_staff_minute_check CHECK ((staff_minute >= (0)::double precision))
constraint insight.cost_option cost_option_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint insight.decision decision_kind_check CHECK ((kind = ANY (ARRAY['keep'::text, 'change'::text, 'stop'::text, 'again'::text])))
constraint insight.decision decision_note_check CHECK ((length(note) > 0))
constraint insight.decision decision_pkey PRIMARY KEY (workspace_id, id)
constraint insight.decision decision_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint insight.decision decision_workspace_id_retrospective_id_fkey FOREIGN KEY (workspace_id, retrospective_id) REFERENCES insight.retrospective(workspace_id, id)
constraint insight.retrospective retrospective_cause_check CHECK ((cause = ANY (ARRAY['ended'::text, 'planned_look'::text, 'asked'::text])))
constraint insight.retrospective retrospective_pkey PRIMARY KEY (workspace_id, id)
constraint insight.retrospective retrospective_verdict_check CHECK ((verdict = ANY (ARRAY['effective'::text, 'ineffective'::text, 'harmful'::text, 'not_enough_evidence'::text, 'untrustworthy'::text])))
constraint insight.retrospective retrospective_workspace_id_experiment_id_version_key UNIQUE (workspace_id, experiment_id, version)
constraint insight.retrospective retrospective_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint insight.tie_option tie_option_capacity_check CHECK (((capacity >= 1) AND (capacity <= 10000000)))
constraint insight.tie_option tie_option_pkey PRIMARY KEY (workspace_id)
constraint insight.tie_option tie_option_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint insight.value_fit value_fit_pkey PRIMARY KEY (workspace_id, id)
constraint insight.value_fit value_fit_state_check CHECK ((state = ANY (ARRAY['running'::text, 'fitted'::text, 'degenerate'::text, 'refused'::text, 'failed'::text])))
constraint insight.value_fit value_fit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint insight.value_fit value_fit_workspace_id_snapshot_key UNIQUE (workspace_id, snapshot)
constraint insight.value_option value_option_discount_percent_check CHECK (((discount_percent >= (0)::double precision) AND (discount_percent <= (100)::double precision)))
constraint insight.value_option value_option_margin_percent_check CHECK (((margin_percent >= (1)::double precision) AND (margin_percent <= (100)::double precision)))
constraint insight.value_option value_option_pkey PRIMARY KEY (workspace_id)
constraint insight.value_option value_option_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.admission admission_by_calendar CHECK (((date_calendar IS NULL) OR (date_trait IS NOT NULL)))
constraint journey.admission admission_by_date CHECK ((((date_trait IS NULL) = (due_on IS NULL)) AND ((date_trait IS NULL) = (date_offset IS NULL))))
constraint journey.admission admission_by_festival CHECK ((((festival IS NULL) = (festival_on IS NULL)) AND ((festival IS NULL) OR (segment_id IS NOT NULL))))
constraint journey.admission admission_check CHECK (((segment_id IS NULL) <> (customer_nos IS NULL)))
constraint journey.admission admission_pkey PRIMARY KEY (workspace_id, id)
constraint journey.admission admission_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.admission admission_workspace_id_journey_id_version_fkey FOREIGN KEY (workspace_id, journey_id, version) REFERENCES journey.version(workspace_id, journey_id, no)
constraint journey.ending ending_mode_check CHECK ((mode = ANY (ARRAY['finish'::text, 'at_once'::text])))
constraint journey.ending ending_pkey PRIMARY KEY (workspace_id, journey_id)
constraint journey.ending ending_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.ending ending_workspace_id_journey_id_fkey FOREIGN KEY (workspace_id, journey_id) REFERENCES journey.journey(workspace_id, id)
constraint journey.enrollment enrollment_cause_check CHECK ((cause = ANY (ARRAY['segment'::text, 'event'::text, 'manual'::text])))
constraint journey.enrollment enrollment_check CHECK (((state = 'left'::text) = (due_at IS NULL)))
constraint journey.enrollment enrollment_check1 CHECK (((state = 'left'::text) = (left_at IS NOT NULL)))
constraint journey.enrollment enrollment_check2 CHECK (((state = 'left'::text) = (left_reason IS NOT NULL)))
constraint journey.enrollment enrollment_check3 CHECK (((state = 'listening'::text) = (listens_to IS NOT NULL)))
constraint journey.enrollment enrollment_check4 CHECK (((state = ANY (ARRAY['control'::text, 'left'::text])) OR (step IS NOT NULL)))
constraint journey.enrollment enrollment_pkey PRIMARY KEY (workspace_id, journey_id, id)
constraint journey.enrollment enrollment_state_check CHECK ((state = ANY (ARRAY['timer'::text, 'listening'::text, 'control'::text, 'left'::text])))
constraint journey.journey journey_pkey PRIMARY KEY (workspace_id, id)
constraint journey.journey journey_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.listening listening_pkey PRIMARY KEY (workspace_id, event_name, journey_id, version, role)
constraint journey.listening listening_role_check CHECK ((role = ANY (ARRAY['trigger'::text, 'wait'::text, 'goal'::text, 'exit'::text, 'measure'::text])))
constraint journey.listening listening_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.listening listening_workspace_id_journey_id_version_fkey FOREIGN KEY (workspace_id, journey_id, version) REFERENCES journey.version(workspace_id, journey_id, no)
constraint journey.migration migration_pkey PRIMARY KEY (workspace_id, id)
constraint journey.migration migration_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.migration migration_workspace_id_journey_id_to_version_fkey FOREIGN KEY (workspace_id, journey_id, to_version) REFERENCES journey.version(workspace_id, journey_id, no)
constraint journey.passage passage_pkey PRIMARY KEY (workspace_id, journey_id, enrollment_id, step, occurrence)
constraint journey.pause pause_pkey PRIMARY KEY (workspace_id, id)
constraint journey.pause pause_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.pause pause_workspace_id_journey_id_fkey FOREIGN KEY (workspace_id, journey_id) REFERENCES journey.journey(workspace_id, id)
constraint journey.rehearsal rehearsal_check CHECK (((state = 'done'::text) = (report IS NOT NULL)))
constraint journey.rehearsal rehearsal_pkey PRIMARY KEY (workspace_id, id)
constraint journey.rehearsal rehearsal_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
constraint journey.rehearsal rehearsal_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.rehearsal rehearsal_workspace_id_journey_id_fkey FOREIGN KEY (workspace_id, journey_id) REFERENCES journey.journey(workspace_id, id) ON DELETE CASCADE
constraint journey.rehearsal_people rehearsal_people_pkey PRIMARY KEY (workspace_id, rehearsal_id, what)
constraint journey.rehearsal_people rehearsal_people_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.rehearsal_people rehearsal_people_workspace_id_rehearsal_id_fkey FOREIGN KEY (workspace_id, rehearsal_id) REFERENCES journey.rehearsal(workspace_id, id) ON DELETE CASCADE
constraint journey.trial trial_pkey PRIMARY KEY (workspace_id, journey_id, version, step)
constraint journey.trial trial_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.trial trial_workspace_id_journey_id_version_fkey FOREIGN KEY (workspace_id, journey_id, version) REFERENCES journey.version(workspace_id, journey_id, no)
constraint journey.trial_choice trial_choice_pkey PRIMARY KEY (workspace_id, id)
constraint journey.trial_choice trial_choice_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.trial_choice trial_choice_workspace_id_journey_id_version_step_fkey FOREIGN KEY (workspace_id, journey_id, version, step) REFERENCES journey.trial(workspace_id, journey_id, version, step)
constraint journey.trial_person trial_person_pkey PRIMARY KEY (workspace_id, journey_id, enrollment_id, step, occurrence)
constraint journey.version version_pkey PRIMARY KEY (workspace_id, journey_id, no)
constraint journey.version version_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint journey.version version_workspace_id_journey_id_fkey FOREIGN KEY (workspace_id, journey_id) REFERENCES journey.journey(workspace_id, id)
constraint ledger.account account_check CHECK ((posted >= held))
constraint ledger.account account_held_check CHECK ((held >= 0))
constraint ledger.account account_kind_check CHECK ((kind = ANY (ARRAY['funds'::text, 'budget'::text, 'cost'::text, 'due'::text, 'paid'::text, 'partner'::text, 'points'::text, 'points_issued'::text, 'points_used'::text, 'supply'::text, 'stock'::text, 'goods'::text])))
constraint ledger.account account_owner_kind_check CHECK ((owner_kind = ANY (ARRAY['brand'::text, 'reward'::text, 'campaign'::text, 'customer'::text, 'partner'::text])))
constraint ledger.account account_pkey PRIMARY KEY (workspace_id, id)
constraint ledger.account account_unit_check CHECK ((unit = ANY (ARRAY['fen'::text, 'points'::text, 'units'::text])))
constraint ledger.account account_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ledger.account account_workspace_id_id_unit_key UNIQUE (workspace_id, id, unit)
constraint ledger.account account_workspace_id_owner_id_kind_unit_key UNIQUE (workspace_id, owner_id, kind, unit)
constraint ledger.audit audit_pkey PRIMARY KEY (workspace_id, id)
constraint ledger.audit audit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ledger.chain chain_hash_check CHECK ((length(hash) = 32))
constraint ledger.chain chain_no_check CHECK ((no > 0))
constraint ledger.chain chain_pkey PRIMARY KEY (workspace_id, no)
constraint ledger.chain chain_workspace_id_transfer_id_fkey FOREIGN KEY (workspace_id, transfer_id) REFERENCES ledger.transfer(workspace_id, id)
constraint ledger.chain chain_workspace_id_transfer_id_key UNIQUE (workspace_id, transfer_id)
constraint ledger.closing closing_pkey PRIMARY KEY (workspace_id, month)
constraint ledger.closing closing_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ledger.transfer transfer_amount_check CHECK ((amount > 0))
constraint ledger.transfer transfer_check CHECK ((debit_id <> credit_id))
constraint ledger.transfer transfer_check1 CHECK (((phase = ANY (ARRAY['post'::text, 'void'::text])) = (resolves IS NOT NULL)))
constraint ledger.transfer transfer_check2 CHECK (((campaign_kind IS NULL) = (campaign_id IS NULL)))
constraint ledger.transfer transfer_phase_check CHECK ((phase = ANY (ARRAY['direct'::text, 'hold'::text, 'post'::text, 'void'::text])))
constraint ledger.transfer transfer_pkey PRIMARY KEY (workspace_id, id)
constraint ledger.transfer transfer_workspace_id_cause_key UNIQUE (workspace_id, cause)
constraint ledger.transfer transfer_workspace_id_credit_id_unit_fkey FOREIGN KEY (workspace_id, credit_id, unit) REFERENCES ledger.account(workspace_id, id, unit)
constraint ledger.transfer transfer_workspace_id_debit_id_unit_fkey FOREIGN KEY (workspace_id, debit_id, unit) REFERENCES ledger.account(workspace_id, id, unit)
constraint ledger.transfer transfer_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint ledger.transfer transfer_workspace_id_id_phase_debit_id_credit_id_amount_key UNIQUE (workspace_id, id, phase, debit_id, credit_id, amount)
constraint ledger.transfer transfer_workspace_id_resolves_key UNIQUE (workspace_id, resolves)
constraint ledger.transfer transfer_workspace_id_resolves_resolves_phase_debit_id_cre_fkey FOREIGN KEY (workspace_id, resolves, resolves_phase, debit_id, credit_id, amount) REFERENCES ledger.transfer(workspace_id, id, phase, debit_id, credit_id, amount)
constraint ledger.unchained unchained_pkey PRIMARY KEY (workspace_id, transfer_id)
constraint ledger.unchained unchained_workspace_id_transfer_id_fkey FOREIGN KEY (workspace_id, transfer_id) REFERENCES ledger.transfer(workspace_id, id)
constraint official.account account_id_key UNIQUE (id)
constraint official.account account_kind_check CHECK ((kind = ANY (ARRAY['service'::text, 'subscription'::text])))
constraint official.account account_pkey PRIMARY KEY (workspace_id, id)
constraint official.account account_workspace_id_app_id_key UNIQUE (workspace_id, app_id)
constraint official.account account_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint official.code code_pkey PRIMARY KEY (workspace_id, id)
constraint official.code code_scene_check CHECK (((length(scene) >= 1) AND (length(scene) <= 64)))
constraint official.code code_workspace_id_app_id_scene_key UNIQUE (workspace_id, app_id, scene)
constraint official.code code_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint official.subscription subscription_pkey PRIMARY KEY (workspace_id, app_id, openid)
constraint official.subscription subscription_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint page.look look_colour_check CHECK ((colour ~ '^#[0-9a-f]{6}$'::text))
constraint page.look look_pkey PRIMARY KEY (workspace_id)
constraint page.look look_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint page.personal_link personal_link_pkey PRIMARY KEY (workspace_id, customer_id)
constraint page.personal_link personal_link_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint page.visitor visitor_check CHECK (((customer_id IS NULL) = (customer_no IS NULL)))
constraint page.visitor visitor_check1 CHECK (((shared_by IS NULL) = (shared_by_no IS NULL)))
constraint page.visitor visitor_pkey PRIMARY KEY (workspace_id, id)
constraint page.visitor visitor_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint playbook.diagnosis diagnosis_basis_check CHECK ((basis = ANY (ARRAY['data'::text, 'form'::text])))
constraint playbook.diagnosis diagnosis_pkey PRIMARY KEY (workspace_id, id)
constraint playbook.diagnosis diagnosis_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint poster.poster poster_background_check CHECK ((octet_length(background) <= 1000000))
constraint poster.poster poster_pkey PRIMARY KEY (workspace_id, id)
constraint poster.poster poster_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint posting.plan plan_pkey PRIMARY KEY (workspace_id, id)
constraint posting.plan plan_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'running'::text, 'paused'::text, 'ended'::text])))
constraint posting.plan plan_when_taken_check CHECK ((when_taken = ANY (ARRAY['manual'::text, 'leave_out'::text])))
constraint posting.plan plan_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint posting.plan_day plan_day_pkey PRIMARY KEY (workspace_id, plan_id, step_id, group_id, day)
constraint posting.plan_day plan_day_workspace_id_plan_id_fkey FOREIGN KEY (workspace_id, plan_id) REFERENCES posting.plan(workspace_id, id)
constraint posting.plan_day plan_day_workspace_id_post_id_fkey FOREIGN KEY (workspace_id, post_id) REFERENCES posting.post(workspace_id, id)
constraint posting.plan_day plan_day_workspace_id_step_id_fkey FOREIGN KEY (workspace_id, step_id) REFERENCES posting.plan_step(workspace_id, id)
constraint posting.plan_group plan_group_pkey PRIMARY KEY (workspace_id, plan_id, group_id)
constraint posting.plan_group plan_group_workspace_id_plan_id_fkey FOREIGN KEY (workspace_id, plan_id) REFERENCES posting.plan(workspace_id, id)
constraint posting.plan_step plan_step_at_time_check CHECK ((at_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text))
constraint posting.plan_step plan_step_kind_check CHECK ((kind = ANY (ARRAY['day'::text, 'week'::text, 'event'::text])))
constraint posting.plan_step plan_step_pkey PRIMARY KEY (workspace_id, id)
constraint posting.plan_step plan_step_way_check CHECK ((way = ANY (ARRAY['task'::text, 'manual'::text])))
constraint posting.plan_step plan_step_window_hours_check CHECK (((window_hours >= 1) AND (window_hours <= 72)))
constraint posting.plan_step plan_step_workspace_id_plan_id_fkey FOREIGN KEY (workspace_id, plan_id) REFERENCES posting.plan(workspace_id, id)
constraint posting.post post_cause_check CHECK ((cause = ANY (ARRAY['hand'::text, 'column'::text, 'sop'::text])))
constraint posting.post post_pkey PRIMARY KEY (workspace_id, id)
constraint posting.post post_way_check CHECK ((way = ANY (ARRAY['task'::text, 'manual'::text])))
constraint posting.post post_when_taken_check CHECK ((when_taken = ANY (ARRAY['manual'::text, 'leave_out'::text])))
constraint posting.post post_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint posting.reminder reminder_pkey PRIMARY KEY (workspace_id, id)
constraint posting.reminder reminder_workspace_id_task_id_fkey FOREIGN KEY (workspace_id, task_id) REFERENCES posting.task(workspace_id, id)
constraint posting.slot slot_pkey PRIMARY KEY (workspace_id, group_id, day)
constraint posting.slot slot_workspace_id_target_id_fkey FOREIGN KEY (workspace_id, target_id) REFERENCES posting.target(workspace_id, id)
constraint posting.target target_pkey PRIMARY KEY (workspace_id, id)
constraint posting.target target_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'sending'::text, 'unknown'::text, 'parked'::text, 'handed'::text, 'sent'::text, 'manual'::text, 'done'::text, 'failed'::text, 'expired'::text, 'cancelled'::text, 'left_out'::text])))
constraint posting.target target_workspace_id_post_id_fkey FOREIGN KEY (workspace_id, post_id) REFERENCES posting.post(workspace_id, id)
constraint posting.target target_workspace_id_post_id_group_id_key UNIQUE (workspace_id, post_id, group_id)
constraint posting.task task_pkey PRIMARY KEY (workspace_id, id)
constraint posting.task task_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'unknown'::text, 'parked'::text, 'open'::text, 'refused'::text, 'closed'::text])))
constraint posting.task task_workspace_id_post_id_fkey FOREIGN KEY (workspace_id, post_id) REFERENCES posting.post(workspace_id, id)
constraint queue.worker worker_pkey PRIMARY KEY (id)
constraint reading.alert alert_pkey PRIMARY KEY (workspace_id, id)
constraint reading.alert alert_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'told'::text, 'dropped'::text, 'failed'::text])))
constraint reading.alert alert_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint reading.alert alert_workspace_id_person_id_on_day_key UNIQUE (workspace_id, person_id, on_day)
constraint reading.article article_kind_check CHECK ((kind = ANY (ARRAY['article'::text, 'story'::text])))
constraint reading.article article_pkey PRIMARY KEY (workspace_id, id)
constraint reading.article article_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint reading.opening opening_depth_check CHECK (((depth >= 0) AND (depth <= 100)))
constraint reading.opening opening_pkey PRIMARY KEY (workspace_id, id)
constraint reading.opening opening_seconds_check CHECK ((seconds >= 0))
constraint reading.opening opening_workspace_id_article_id_fkey FOREIGN KEY (workspace_id, article_id) REFERENCES reading.article(workspace_id, id)
constraint reading.opening opening_workspace_id_article_id_visitor_id_key UNIQUE (workspace_id, article_id, visitor_id)
constraint reading.opening opening_workspace_id_from_opening_fkey FOREIGN KEY (workspace_id, from_opening) REFERENCES reading.opening(workspace_id, id)
constraint reading.permission permission_how_check CHECK ((how = ANY (ARRAY['chat'::text, 'form'::text, 'phone'::text, 'paper'::text])))
constraint reading.permission permission_pkey PRIMARY KEY (workspace_id, id)
constraint reading.permission permission_workspace_id_article_id_fkey FOREIGN KEY (workspace_id, article_id) REFERENCES reading.article(workspace_id, id)
constraint reading.version version_pkey PRIMARY KEY (workspace_id, article_id, no)
constraint reading.version version_workspace_id_article_id_fkey FOREIGN KEY (workspace_id, article_id) REFERENCES reading.article(workspace_id, id)
constraint reading.view view_depth_check CHECK (((depth >= 0) AND (depth <= 100)))
constraint reading.view view_pkey PRIMARY KEY (workspace_id, id)
constraint reading.view view_seconds_check CHECK ((seconds >= 0))
constraint reading.view view_workspace_id_opening_id_fkey FOREIGN KEY (workspace_id, opening_id) REFERENCES reading.opening(workspace_id, id)
constraint referral.campaign campaign_check CHECK ((from_at < until_at))
constraint referral.campaign campaign_check1 CHECK (((state = 'draft'::text) = (launched_at IS NULL)))
constraint referral.campaign campaign_check2 CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL)))
constraint referral.campaign campaign_friends_max_check CHECK (((friends_max >= 1) AND (friends_max <= 1000)))
constraint referral.campaign campaign_pkey PRIMARY KEY (workspace_id, id)
constraint referral.campaign campaign_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'live'::text, 'paused'::text, 'ended'::text])))
constraint referral.campaign campaign_stay_days_check CHECK (((stay_days >= 0) AND (stay_days <= 60)))
constraint referral.campaign campaign_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint referral.invitee invitee_check CHECK (((state = 'refused'::text) = (refusal IS NOT NULL)))
constraint referral.invitee invitee_pkey PRIMARY KEY (workspace_id, id)
constraint referral.invitee invitee_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'counted'::text, 'refused'::text, 'left'::text])))
constraint referral.invitee invitee_suspicion_check CHECK ((suspicion = ANY (ARRAY['none'::text, 'open'::text, 'cleared'::text, 'confirmed'::text])))
constraint referral.invitee invitee_workspace_id_campaign_id_customer_id_key UNIQUE (workspace_id, campaign_id, customer_id)
constraint referral.invitee invitee_workspace_id_campaign_id_inviter_id_fkey FOREIGN KEY (workspace_id, campaign_id, inviter_id) REFERENCES referral.inviter(workspace_id, campaign_id, id)
constraint referral.inviter inviter_check CHECK (((invited_by IS NULL) = (generation = 0)))
constraint referral.inviter inviter_code_phase_check CHECK ((code_phase = ANY (ARRAY['making'::text, 'live'::text, 'failed'::text, 'gone'::text])))
constraint referral.inviter inviter_generation_check CHECK ((generation >= 0))
constraint referral.inviter inviter_pkey PRIMARY KEY (workspace_id, id)
constraint referral.inviter inviter_workspace_id_campaign_id_customer_id_key UNIQUE (workspace_id, campaign_id, customer_id)
constraint referral.inviter inviter_workspace_id_campaign_id_fkey FOREIGN KEY (workspace_id, campaign_id) REFERENCES referral.campaign(workspace_id, id)
constraint referral.inviter inviter_workspace_id_campaign_id_id_generation_key UNIQUE (workspace_id, campaign_id, id, generation)
constraint referral.inviter inviter_workspace_id_campaign_id_id_key UNIQUE (workspace_id, campaign_id, id)
constraint referral.inviter inviter_workspace_id_campaign_id_invited_by_parent_generat_fkey FOREIGN KEY (workspace_id, campaign_id, invited_by, parent_generation) REFERENCES referral.inviter(workspace_id, campaign_id, id, generation)
constraint referral.promise promise_pkey PRIMARY KEY (workspace_id, inviter_id, people, attempt)
constraint referral.promise promise_workspace_id_inviter_id_fkey FOREIGN KEY (workspace_id, inviter_id) REFERENCES referral.inviter(workspace_id, id)
constraint referral.tier tier_people_check CHECK (((people >= 1) AND (people <= 1000)))
constraint referral.tier tier_pkey PRIMARY KEY (workspace_id, campaign_id, people)
constraint referral.tier tier_workspace_id_campaign_id_fkey FOREIGN KEY (workspace_id, campaign_id) REFERENCES referral.campaign(workspace_id, id)
constraint reward.batch batch_count_check CHECK ((count > 0))
constraint reward.batch batch_kind_check CHECK ((kind = ANY (ARRAY['imported'::text, 'generated'::text, 'added'::text, 'withdrawn'::text])))
constraint reward.batch batch_pkey PRIMARY KEY (workspace_id, id)
constraint reward.batch batch_workspace_id_reward_id_fkey FOREIGN KEY (workspace_id, reward_id) REFERENCES reward.reward(workspace_id, id)
constraint reward.campaign_budget campaign_budget_pkey PRIMARY KEY (workspace_id, campaign_id)
constraint reward.campaign_budget campaign_budget_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint reward.entry entry_kind_check CHECK ((kind = ANY (ARRAY['granted'::text, 'frozen'::text, 'released'::text, 'posted'::text, 'cancelled'::text, 'clawed_back'::text, 'expired'::text, 'address'::text, 'sent'::text, 'asked'::text, 'unknown'::text, 'awaiting'::text, 'paid'::text, 'returned'::text])))
constraint reward.entry entry_pkey PRIMARY KEY (workspace_id, id)
constraint reward.entry entry_workspace_id_grant_id_fkey FOREIGN KEY (workspace_id, grant_id) REFERENCES reward.reward_grant(workspace_id, id)
constraint reward.pause pause_pkey PRIMARY KEY (workspace_id, id)
constraint reward.pause pause_workspace_id_reward_id_fkey FOREIGN KEY (workspace_id, reward_id) REFERENCES reward.reward(workspace_id, id)
constraint reward.pay_account pay_account_pkey PRIMARY KEY (workspace_id)
constraint reward.pay_account pay_account_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint reward.payment payment_amount_check CHECK ((amount > 0))
constraint reward.payment payment_pkey PRIMARY KEY (workspace_id, grant_id)
constraint reward.payment payment_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'sending'::text, 'unknown'::text, 'awaiting'::text, 'paid'::text, 'returned'::text, 'expired'::text, 'dropped'::text])))
constraint reward.payment payment_workspace_id_bill_no_key UNIQUE (workspace_id, bill_no)
constraint reward.payment payment_workspace_id_grant_id_fkey FOREIGN KEY (workspace_id, grant_id) REFERENCES reward.reward_grant(workspace_id, id)
constraint reward.reward reward_amount_check CHECK ((amount > 0))
constraint reward.reward reward_check CHECK (((kind = 'points'::text) = (points IS NOT NULL)))
constraint reward.reward reward_check1 CHECK (((kind = 'payment'::text) = (amount IS NOT NULL)))
constraint reward.reward reward_check2 CHECK (((kind <> 'payment'::text) OR (cost = amount)))
constraint reward.reward reward_check3 CHECK (((velocity_max IS NULL) = (velocity_minutes IS NULL)))
constraint reward.reward reward_cost_check CHECK ((cost >= 0))
constraint reward.reward reward_day_budget_check CHECK ((day_budget > 0))
constraint reward.reward reward_hold_days_check CHECK (((hold_days >= 0) AND (hold_days <= 90)))
constraint reward.reward reward_kind_check CHECK ((kind = ANY (ARRAY['coupon'::text, 'gift'::text, 'points'::text, 'payment'::text])))
constraint reward.reward reward_person_limit_check CHECK ((person_limit > 0))
constraint reward.reward reward_pkey PRIMARY KEY (workspace_id, id)
constraint reward.reward reward_points_check CHECK ((points > 0))
constraint reward.reward reward_valid_days_check CHECK (((valid_days >= 1) AND (valid_days <= 730)))
constraint reward.reward reward_velocity_max_check CHECK ((velocity_max > 0))
constraint reward.reward reward_velocity_minutes_check CHECK ((velocity_minutes > 0))
constraint reward.reward reward_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint reward.reward_grant reward_grant_check CHECK (((NOT ((kind = ANY (ARRAY['coupon'::text, 'gift'::text])) AND (state = ANY (ARRAY['pending'::text, 'frozen'::text, 'posted'::text])))) OR (unit_id IS NOT NULL)))
constraint reward.reward_grant reward_grant_kind_check CHECK ((kind = ANY (ARRAY['coupon'::text, 'gift'::text, 'points'::text, 'payment'::text])))
constraint reward.reward_grant reward_grant_pkey PRIMARY KEY (workspace_id, id)
constraint reward.reward_grant reward_grant_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'frozen'::text, 'posted'::text, 'awaiting'::text, 'paid'::text, 'returned'::text, 'expired'::text, 'cancelled'::text, 'clawed_back'::text])))
constraint reward.reward_grant reward_grant_workspace_id_id_holds_unit_key UNIQUE (workspace_id, id, holds_unit)
constraint reward.reward_grant reward_grant_workspace_id_reward_id_fkey FOREIGN KEY (workspace_id, reward_id) REFERENCES reward.reward(workspace_id, id)
constraint reward.reward_grant reward_grant_workspace_id_unit_id_fkey FOREIGN KEY (workspace_id, unit_id) REFERENCES reward.unit(workspace_id, id)
constraint reward.unit unit_check CHECK (((grant_id IS NULL) OR (retired_at IS NULL)))
constraint reward.unit unit_check1 CHECK (((code IS NULL) = (code_key IS NULL)))
constraint reward.unit unit_pkey PRIMARY KEY (workspace_id, id)
constraint reward.unit unit_workspace_id_grant_id_is_held_fkey FOREIGN KEY (workspace_id, grant_id, is_held) REFERENCES reward.reward_grant(workspace_id, id, holds_unit) DEFERRABLE INITIALLY DEFERRED
constraint reward.unit unit_workspace_id_reward_id_code_key_key UNIQUE (workspace_id, reward_id, code_key)
constraint reward.unit unit_workspace_id_reward_id_fkey FOREIGN KEY (workspace_id, reward_id) REFERENCES reward.reward(workspace_id, id)
constraint segment.history history_pkey PRIMARY KEY (workspace_id, segment_id, hour)
constraint segment.history history_workspace_id_segment_id_fkey FOREIGN KEY (workspace_id, segment_id) REFERENCES segment.segment(workspace_id, id)
constraint segment.refresh refresh_pkey PRIMARY KEY (workspace_id)
constraint segment.refresh refresh_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint segment.segment segment_archived_from_check CHECK ((archived_from = ANY (ARRAY['draft'::text, 'live'::text])))
constraint segment.segment segment_pkey PRIMARY KEY (workspace_id, id)
constraint segment.segment segment_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'live'::text, 'archived'::text])))
constraint segment.segment segment_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint sidebar.session session_pkey PRIMARY KEY (workspace_id, token_hash)
constraint sidebar.session session_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint staff.api_key api_key_key_hash_key UNIQUE (key_hash)
constraint staff.api_key api_key_kind_check CHECK ((kind = ANY (ARRAY['write'::text, 'api'::text])))
constraint staff.api_key api_key_pkey PRIMARY KEY (workspace_id, id)
constraint staff.api_key api_key_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint staff.audit audit_pkey PRIMARY KEY (workspace_id, id)
constraint staff.audit audit_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint staff.idempotency idempotency_pkey PRIMARY KEY (workspace_id, key)
constraint staff.idempotency idempotency_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint staff.session session_pkey PRIMARY KEY (token_hash)
constraint staff.session session_workspace_id_staff_id_fkey FOREIGN KEY (workspace_id, staff_id) REFERENCES staff.staff(workspace_id, id) ON DELETE CASCADE
constraint staff.staff staff_pkey PRIMARY KEY (workspace_id, id)
constraint staff.staff staff_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'operator'::text, 'associate'::text, 'developer'::text, 'viewer'::text])))
constraint staff.staff staff_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint staff.workspace workspace_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text))
constraint staff.workspace workspace_no_key UNIQUE (no)
constraint staff.workspace workspace_pkey PRIMARY KEY (workspace_id)
constraint webhook.attempt attempt_pkey PRIMARY KEY (workspace_id, message_id, no)
constraint webhook.attempt attempt_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint webhook.attempt attempt_workspace_id_message_id_fkey FOREIGN KEY (workspace_id, message_id) REFERENCES webhook.message(workspace_id, id) ON DELETE CASCADE
constraint webhook.endpoint endpoint_check CHECK (((stopped_at IS NULL) = (stopped_why IS NULL)))
constraint webhook.endpoint endpoint_check1 CHECK (((old_secret IS NULL) = (old_until IS NULL)))
constraint webhook.endpoint endpoint_events_check CHECK (((cardinality(events) >= 1) AND (cardinality(events) <= 50)))
constraint webhook.endpoint endpoint_pkey PRIMARY KEY (workspace_id, id)
constraint webhook.endpoint endpoint_stopped_why_check CHECK ((stopped_why = ANY (ARRAY['by_hand'::text, 'gone'::text, 'failing'::text])))
constraint webhook.endpoint endpoint_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)
constraint webhook.message message_check CHECK (((state = 'waiting'::text) = (due_at IS NOT NULL)))
constraint webhook.message message_check1 CHECK (((state = 'waiting'::text) = (settled_at IS NULL)))
constraint webhook.message message_pkey PRIMARY KEY (workspace_id, id)
constraint webhook.message message_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text])))
constraint webhook.message message_workspace_id_endpoint_id_fkey FOREIGN KEY (workspace_id, endpoint_id) REFERENCES webhook.endpoint(workspace_id, id)
constraint webhook.message message_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES staff.workspace(workspace_id)

-- indexes
CREATE UNIQUE INDEX bill_once ON acquisition.bill USING btree (workspace_id, file_hash) WHERE (withdrawn_at IS NULL)
CREATE UNIQUE INDEX bill_pkey ON acquisition.bill USING btree (workspace_id, id)
CREATE UNIQUE INDEX contact_way_pkey ON acquisition.contact_way USING btree (workspace_id, id)
CREATE INDEX contact_way_scheduled ON acquisition.contact_way USING btree (workspace_id, id) WHERE ((schedule IS NOT NULL) OR (served IS NOT NULL))
CREATE UNIQUE INDEX contact_way_workspace_id_state_key ON acquisition.contact_way USING btree (workspace_id, state)
CREATE UNIQUE INDEX cost_share_pkey ON acquisition.cost_share USING btree (workspace_id, cost_id, way_id)
CREATE INDEX hook_claim_by_time ON acquisition.hook_claim USING btree (workspace_id, hook_id, claimed_at DESC, id DESC)
CREATE INDEX hook_claim_of_article ON acquisition.hook_claim USING btree (workspace_id, article_id) WHERE (article_id IS NOT NULL)
CREATE UNIQUE INDEX hook_claim_of_customer ON acquisition.hook_claim USING btree (workspace_id, hook_id, customer_id) WHERE (customer_id IS NOT NULL)
CREATE UNIQUE INDEX hook_claim_of_visitor ON acquisition.hook_claim USING btree (workspace_id, hook_id, visitor_id)
CREATE UNIQUE INDEX hook_claim_pkey ON acquisition.hook_claim USING btree (workspace_id, id)
CREATE UNIQUE INDEX hook_name ON acquisition.hook USING btree (workspace_id, name) WHERE (archived_at IS NULL)
CREATE UNIQUE INDEX hook_pkey ON acquisition.hook USING btree (workspace_id, id)
CREATE INDEX hook_unit_free ON acquisition.hook_unit USING btree (workspace_id, hook_id, no) WHERE (claim_id IS NULL)
CREATE UNIQUE INDEX hook_unit_of_claim ON acquisition.hook_unit USING btree (workspace_id, claim_id) WHERE (claim_id IS NOT NULL)
CREATE UNIQUE INDEX hook_unit_pkey ON acquisition.hook_unit USING btree (workspace_id, hook_id, no)
CREATE UNIQUE INDEX hook_version_pkey ON acquisition.hook_version USING btree (workspace_id, hook_id, no)
CREATE UNIQUE INDEX landing_page_name ON acquisition.landing_page USING btree (workspace_id, name) WHERE (archived_at IS NULL)
CREATE UNIQUE INDEX landing_page_pkey ON acquisition.landing_page USING btree (workspace_id, id)
CREATE INDEX source_cost_of_bill ON acquisition.source_cost USING btree (workspace_id, bill_id) WHERE (bill_id IS NOT NULL)
CREATE INDEX source_cost_of_source ON acquisition.source_cost USING btree (workspace_id, source_id) WHERE (withdrawn_at IS NULL)
CREATE UNIQUE INDEX source_cost_pkey ON acquisition.source_cost USING btree (workspace_id, id)
CREATE UNIQUE INDEX source_name ON acquisition.source USING btree (workspace_id, COALESCE(parent_id, '00000000-0000-0000-0000-000000000000'::uuid), name) WHERE (archived_at IS NULL)
CREATE UNIQUE INDEX source_pkey ON acquisition.source USING btree (workspace_id, id)
CREATE INDEX touch_of_customer ON acquisition.touch USING btree (workspace_id, customer_id, at)
CREATE UNIQUE INDEX touch_pkey ON acquisition.touch USING btree (workspace_id, event_id)
CREATE UNIQUE INDEX visit_pkey ON acquisition.visit USING btree (workspace_id, page_id, visitor_id)
CREATE UNIQUE INDEX way_batch_line_of_way ON acquisition.way_batch_line USING btree (workspace_id, way_id)
CREATE INDEX way_batch_line_open ON acquisition.way_batch_line USING btree (workspace_id, batch_id, line) WHERE (state = ANY (ARRAY['waiting'::text, 'asking'::text]))
CREATE UNIQUE INDEX way_batch_line_pkey ON acquisition.way_batch_line USING btree (workspace_id, batch_id, line)
CREATE UNIQUE INDEX way_batch_pkey ON acquisition.way_batch USING btree (workspace_id, id)
CREATE UNIQUE INDEX way_batch_running ON acquisition.way_batch USING btree (workspace_id) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX welcome_pkey ON acquisition.welcome USING btree (workspace_id)
CREATE UNIQUE INDEX arrangement_pkey ON almanac.arrangement USING btree (workspace_id, year)
CREATE INDEX broadcast_by_time ON campaign.broadcast USING btree (workspace_id, saved_at DESC, id DESC)
CREATE UNIQUE INDEX broadcast_pkey ON campaign.broadcast USING btree (workspace_id, id)
CREATE UNIQUE INDEX cancellation_pkey ON campaign.cancellation USING btree (workspace_id, broadcast_id)
CREATE INDEX launch_open ON campaign.launch USING btree (workspace_id, look_at) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX launch_pkey ON campaign.launch USING btree (workspace_id, broadcast_id)
CREATE INDEX moment_by_time ON campaign.moment USING btree (workspace_id, made_at DESC, id DESC)
CREATE INDEX moment_open ON campaign.moment USING btree (workspace_id, look_at) WHERE (state = ANY (ARRAY['asked'::text, 'sending'::text, 'unknown'::text, 'making'::text, 'running'::text]))
CREATE UNIQUE INDEX moment_pkey ON campaign.moment USING btree (workspace_id, id)
CREATE UNIQUE INDEX moment_poster_pkey ON campaign.moment_poster USING btree (workspace_id, moment_id, userid)
CREATE UNIQUE INDEX moment_reaction_pkey ON campaign.moment_reaction USING btree (workspace_id, moment_id, userid, kind, who, at)
CREATE UNIQUE INDEX moment_remote ON campaign.moment USING btree (workspace_id, remote_id) WHERE (remote_id IS NOT NULL)
CREATE UNIQUE INDEX recipient_pkey ON campaign.recipient USING btree (workspace_id, broadcast_id, customer_no)
CREATE INDEX recipient_waiting ON campaign.recipient USING btree (workspace_id, broadcast_id, due_at) WHERE (state = 'waiting'::text)
CREATE UNIQUE INDEX counter_pkey ON care.counter USING btree (workspace_id)
CREATE INDEX entry_of_case ON care.entry USING btree (workspace_id, case_id, at, id)
CREATE UNIQUE INDEX entry_pkey ON care.entry USING btree (workspace_id, id)
CREATE UNIQUE INDEX last_answer_pkey ON care.last_answer USING btree (workspace_id, customer_id, userid)
CREATE INDEX reply_wait_by_time ON care.reply_wait USING btree (workspace_id, asked_at DESC, id DESC)
CREATE INDEX reply_wait_due ON care.reply_wait USING btree (workspace_id, due_at) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX reply_wait_open ON care.reply_wait USING btree (workspace_id, customer_id, userid) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX reply_wait_pkey ON care.reply_wait USING btree (workspace_id, id)
CREATE INDEX service_case_answer_due ON care.service_case USING btree (workspace_id, answer_due_at) WHERE (state = 'open'::text)
CREATE INDEX service_case_by_time ON care.service_case USING btree (workspace_id, opened_at DESC, id DESC)
CREATE INDEX service_case_close_due ON care.service_case USING btree (workspace_id, close_due_at) WHERE (state = 'solved'::text)
CREATE INDEX service_case_of_customer ON care.service_case USING btree (workspace_id, customer_id, opened_at DESC)
CREATE UNIQUE INDEX service_case_pkey ON care.service_case USING btree (workspace_id, id)
CREATE INDEX service_case_resolve_due ON care.service_case USING btree (workspace_id, resolve_due_at) WHERE (state = ANY (ARRAY['open'::text, 'answered'::text]))
CREATE UNIQUE INDEX service_case_workspace_id_no_key ON care.service_case USING btree (workspace_id, no)
CREATE UNIQUE INDEX settings_pkey ON care.settings USING btree (workspace_id, no)
CREATE INDEX absence_of ON channel.absence USING btree (workspace_id, userid, to_on)
CREATE UNIQUE INDEX absence_pkey ON channel.absence USING btree (workspace_id, id)
CREATE INDEX approval_of_subject ON channel.approval USING btree (workspace_id, subject_id, asked_at DESC)
CREATE UNIQUE INDEX approval_open ON channel.approval USING btree (workspace_id, subject_id) WHERE (verdict IS NULL)
CREATE UNIQUE INDEX approval_pkey ON channel.approval USING btree (workspace_id, id)
CREATE INDEX consent_of_customer ON channel.consent USING btree (workspace_id, customer_id, recorded_at DESC, id DESC)
CREATE UNIQUE INDEX consent_pkey ON channel.consent USING btree (workspace_id, id)
CREATE UNIQUE INDEX dead_address_pkey ON channel.dead_address USING btree (workspace_id, key)
CREATE INDEX delivery_by_time ON channel.delivery USING btree (workspace_id, planned_at DESC, id DESC)
CREATE INDEX delivery_due ON channel.delivery USING btree (workspace_id, carrier, due_at) WHERE (state = ANY (ARRAY['planned'::text, 'claimed'::text, 'sending'::text]))
CREATE INDEX delivery_of_broadcast ON channel.delivery USING btree (workspace_id, broadcast_id, state) WHERE (broadcast_id IS NOT NULL)
CREATE INDEX delivery_of_call ON channel.delivery USING btree (workspace_id, call_id) WHERE (call_id IS NOT NULL)
CREATE INDEX delivery_of_follower ON channel.delivery USING btree (workspace_id, external_userid, slot_at) WHERE (carrier = 'official_message'::text)
CREATE INDEX delivery_of_material ON channel.delivery USING btree (workspace_id, message_id) WHERE ((journey_id IS NULL) AND (carrier = 'staff_task'::text))
CREATE INDEX delivery_of_message ON channel.delivery USING btree (workspace_id, message_id, id DESC) WHERE (journey_id IS NOT NULL)
CREATE INDEX delivery_of_person ON channel.delivery USING btree (workspace_id, person_id, slot_on)
CREATE INDEX delivery_parked ON channel.delivery USING btree (workspace_id, settled_at) WHERE (state = 'parked'::text)
CREATE UNIQUE INDEX delivery_pkey ON channel.delivery USING btree (workspace_id, id)
CREATE UNIQUE INDEX fence_pkey ON channel.fence USING btree (id)
CREATE UNIQUE INDEX fence_standing ON channel.fence USING btree ((true)) WHERE (released_at IS NULL)
CREATE UNIQUE INDEX hold_pkey ON channel.hold USING btree (workspace_id, id)
CREATE INDEX hold_standing ON channel.hold USING btree (workspace_id, customer_id) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX installation_pkey ON channel.installation USING btree (only_one)
CREATE UNIQUE INDEX link_count_pkey ON channel.link_count USING btree (workspace_id, message_id)
CREATE UNIQUE INDEX mailbox_pkey ON channel.mailbox USING btree (workspace_id)
CREATE INDEX message_of_broadcast ON channel.message USING btree (workspace_id, broadcast_id) WHERE (broadcast_id IS NOT NULL)
CREATE INDEX message_of_journey ON channel.message USING btree (workspace_id, journey_id) WHERE (journey_id IS NOT NULL)
CREATE INDEX message_of_material ON channel.message USING btree (workspace_id, material_id) WHERE (material_id IS NOT NULL)
CREATE UNIQUE INDEX message_pkey ON channel.message USING btree (workspace_id, id)
CREATE UNIQUE INDEX pause_pkey ON channel.pause USING btree (workspace_id, id)
CREATE UNIQUE INDEX pause_standing ON channel.pause USING btree (workspace_id, scope, subject) WHERE (lifted_at IS NULL)
CREATE UNIQUE INDEX person_pkey ON channel.person USING btree (workspace_id, person_id)
CREATE UNIQUE INDEX policy_pkey ON channel.policy USING btree (workspace_id, no)
CREATE UNIQUE INDEX refused_number_pkey ON channel.refused_number USING btree (workspace_id, key)
CREATE INDEX reminder_of_call ON channel.reminder USING btree (workspace_id, call_id, reminded_at)
CREATE UNIQUE INDEX reminder_pkey ON channel.reminder USING btree (workspace_id, id)
CREATE INDEX remote_call_by_serial ON channel.remote_call USING btree (workspace_id, remote_id) WHERE (kind = 'sms'::text)
CREATE INDEX remote_call_live ON channel.remote_call USING btree (workspace_id, look_after) WHERE (state = ANY (ARRAY['sending'::text, 'open'::text, 'unknown'::text]))
CREATE INDEX remote_call_of_remote ON channel.remote_call USING btree (workspace_id, remote_id) WHERE (remote_id IS NOT NULL)
CREATE INDEX remote_call_parked ON channel.remote_call USING btree (workspace_id, called_at) WHERE (state = 'parked'::text)
CREATE UNIQUE INDEX remote_call_pkey ON channel.remote_call USING btree (workspace_id, id)
CREATE UNIQUE INDEX remote_call_remote ON channel.remote_call USING btree (workspace_id, remote_id) WHERE (remote_id IS NOT NULL)
CREATE UNIQUE INDEX sms_line_pkey ON channel.sms_line USING btree (workspace_id)
CREATE UNIQUE INDEX sms_template_pkey ON channel.sms_template USING btree (workspace_id, id)
CREATE UNIQUE INDEX sms_template_workspace_id_code_key ON channel.sms_template USING btree (workspace_id, code)
CREATE INDEX staff_card_moving ON channel.staff_card USING btree (workspace_id, lease_until) WHERE ((state = ANY (ARRAY['planned'::text, 'sending'::text])) OR (face_state = 'due'::text))
CREATE UNIQUE INDEX staff_card_of_late ON channel.staff_card USING btree (workspace_id, about_userid, userid, on_day) WHERE (kind = 'escalation'::text)
CREATE UNIQUE INDEX staff_card_of_task ON channel.staff_card USING btree (workspace_id, task_id, on_day) WHERE (kind = 'nudge'::text)
CREATE UNIQUE INDEX staff_card_pkey ON channel.staff_card USING btree (workspace_id, id)
CREATE INDEX staff_task_look ON channel.staff_task USING btree (workspace_id, look_at) WHERE ((state = 'open'::text) AND (look_at IS NOT NULL))
CREATE INDEX staff_task_of ON channel.staff_task USING btree (workspace_id, userid, opened_at DESC)
CREATE INDEX staff_task_open ON channel.staff_task USING btree (workspace_id, closes_at) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX staff_task_pkey ON channel.staff_task USING btree (workspace_id, id)
CREATE INDEX task_deed_of ON channel.task_deed USING btree (workspace_id, task_id, at)
CREATE UNIQUE INDEX task_deed_pkey ON channel.task_deed USING btree (workspace_id, id)
CREATE UNIQUE INDEX verdict_pkey ON channel.verdict USING btree (workspace_id, id)
CREATE UNIQUE INDEX work_rules_pkey ON channel.work_rules USING btree (workspace_id, no)
CREATE INDEX order_before_of_order ON commerce.order_before USING btree (workspace_id, order_id)
CREATE UNIQUE INDEX order_before_pkey ON commerce.order_before USING btree (workspace_id, import_id, order_id)
CREATE INDEX order_by_date ON commerce."order" USING btree (workspace_id, ordered_at DESC, id)
CREATE INDEX order_by_number ON commerce."order" USING btree (workspace_id, order_no text_pattern_ops) WHERE (order_no IS NOT NULL)
CREATE INDEX order_item_of_product ON commerce.order_item USING btree (workspace_id, product_id)
CREATE UNIQUE INDEX order_item_pkey ON commerce.order_item USING btree (workspace_id, order_id, line)
CREATE INDEX order_of_customer ON commerce."order" USING btree (workspace_id, customer_id, ordered_at DESC) WHERE (customer_id IS NOT NULL)
CREATE INDEX order_of_import ON commerce."order" USING btree (workspace_id, import_id) WHERE (import_id IS NOT NULL)
CREATE UNIQUE INDEX order_pkey ON commerce."order" USING btree (workspace_id, id)
CREATE INDEX order_without_items ON commerce."order" USING btree (workspace_id, id) WHERE (NOT items_kept)
CREATE UNIQUE INDEX order_workspace_id_order_key_key ON commerce."order" USING btree (workspace_id, order_key)
CREATE INDEX product_by_time ON commerce.product USING btree (workspace_id, changed_at DESC, id DESC) WHERE (stands_for = id)
CREATE UNIQUE INDEX product_figure_pkey ON commerce.product_figure USING btree (workspace_id, product_id)
CREATE INDEX product_key_of ON commerce.product_key USING btree (workspace_id, product_id)
CREATE UNIQUE INDEX product_key_pkey ON commerce.product_key USING btree (workspace_id, key)
CREATE UNIQUE INDEX product_measure_pkey ON commerce.product_measure USING btree (workspace_id)
CREATE INDEX product_merge_into ON commerce.product_merge USING btree (workspace_id, into_id) WHERE (undone_at IS NULL)
CREATE UNIQUE INDEX product_merge_pkey ON commerce.product_merge USING btree (workspace_id, id)
CREATE UNIQUE INDEX product_pair_pkey ON commerce.product_pair USING btree (workspace_id, product_id, other_id)
CREATE UNIQUE INDEX product_pkey ON commerce.product USING btree (workspace_id, id)
CREATE INDEX product_standing_for ON commerce.product USING btree (workspace_id, stands_for)
CREATE INDEX refund_of_import ON commerce.refund USING btree (workspace_id, import_id) WHERE (import_id IS NOT NULL)
CREATE UNIQUE INDEX refund_pkey ON commerce.refund USING btree (workspace_id, order_id, refund_key)
CREATE UNIQUE INDEX sku_code ON commerce.sku USING btree (workspace_id, code) WHERE (code <> ''::text)
CREATE INDEX sku_of_product ON commerce.sku USING btree (workspace_id, product_id)
CREATE UNIQUE INDEX sku_pkey ON commerce.sku USING btree (workspace_id, id)
CREATE UNIQUE INDEX favourite_pkey ON content.favourite USING btree (workspace_id, userid, reply_id)
CREATE INDEX material_by_time ON content.material USING btree (workspace_id, changed_at DESC, id DESC)
CREATE UNIQUE INDEX material_pkey ON content.material USING btree (workspace_id, id)
CREATE UNIQUE INDEX quick_reply_pkey ON content.quick_reply USING btree (workspace_id, id)
CREATE INDEX reply_use_of ON content.reply_use USING btree (workspace_id, reply_id, used_at DESC)
CREATE UNIQUE INDEX reply_use_pkey ON content.reply_use USING btree (workspace_id, id)
CREATE UNIQUE INDEX api_budget_pkey ON corp.api_budget USING btree (workspace_id, company, api, window_ms)
CREATE UNIQUE INDEX api_seats_pkey ON corp.api_seats USING btree (workspace_id, company, api)
CREATE UNIQUE INDEX associate_pkey ON corp.associate USING btree (workspace_id, userid)
CREATE UNIQUE INDEX corp_id_key ON corp.corp USING btree (id)
CREATE UNIQUE INDEX corp_of_company ON corp.corp USING btree (workspace_id, company)
CREATE UNIQUE INDEX corp_of_corp_id ON corp.corp USING btree (workspace_id, corp_id)
CREATE UNIQUE INDEX corp_of_name ON corp.corp USING btree (workspace_id, name) WHERE (name <> ''::text)
CREATE UNIQUE INDEX corp_pkey ON corp.corp USING btree (workspace_id, id)
CREATE UNIQUE INDEX department_pkey ON corp.department USING btree (workspace_id, company, id)
CREATE UNIQUE INDEX missing_field_pkey ON corp.missing_field USING btree (workspace_id, company, path, field)
CREATE UNIQUE INDEX token_pkey ON corp.token USING btree (workspace_id, company, key)
CREATE UNIQUE INDEX caretaker_pkey ON customer.caretaker USING btree (workspace_id)
CREATE INDEX charge_of ON customer.charge USING btree (workspace_id, external_userid) WHERE (ended_at IS NULL)
CREATE INDEX charge_of_customer ON customer.charge USING btree (workspace_id, customer_id, began_at DESC)
CREATE UNIQUE INDEX charge_pkey ON customer.charge USING btree (workspace_id, id)
CREATE UNIQUE INDEX charge_standing ON customer.charge USING btree (workspace_id, from_userid, external_userid) WHERE (ended_at IS NULL)
CREATE INDEX conflict_open ON customer.conflict USING btree (workspace_id, opened_at) WHERE (resolved_at IS NULL)
CREATE UNIQUE INDEX conflict_pkey ON customer.conflict USING btree (workspace_id, id)
CREATE UNIQUE INDEX conflict_workspace_id_fingerprint_key ON customer.conflict USING btree (workspace_id, fingerprint)
CREATE UNIQUE INDEX counter_pkey ON customer.counter USING btree (workspace_id)
CREATE INDEX customer_by_first_seen ON customer.customer USING btree (workspace_id, first_seen_at DESC, no DESC) WHERE (person_id = id)
CREATE INDEX customer_by_last_seen ON customer.customer USING btree (workspace_id, last_seen_at DESC, no DESC) WHERE (person_id = id)
CREATE INDEX customer_by_order_count ON customer.customer USING btree (workspace_id, order_count DESC, no DESC) WHERE (person_id = id)
CREATE INDEX customer_by_order_total ON customer.customer USING btree (workspace_id, order_total DESC, no DESC) WHERE (person_id = id)
CREATE INDEX customer_by_source ON customer.customer USING btree (workspace_id, source, last_seen_at DESC, no DESC) WHERE (person_id = id)
CREATE UNIQUE INDEX customer_pkey ON customer.customer USING btree (workspace_id, id)
CREATE INDEX customer_rows_of_person ON customer.customer USING btree (workspace_id, person_id) WHERE (person_id <> id)
CREATE UNIQUE INDEX customer_workspace_id_no_key ON customer.customer USING btree (workspace_id, no)
CREATE UNIQUE INDEX follow_live ON customer.follow USING btree (workspace_id, userid, external_userid) WHERE ((left_at IS NULL) AND (removed_at IS NULL))
CREATE INDEX follow_of_contact ON customer.follow USING btree (workspace_id, external_userid, userid, started_at DESC)
CREATE INDEX follow_of_customer ON customer.follow USING btree (workspace_id, customer_id)
CREATE INDEX follow_of_source ON customer.follow USING btree (workspace_id, source_id, started_at) WHERE (source_id IS NOT NULL)
CREATE INDEX follow_of_state ON customer.follow USING btree (workspace_id, state, started_at) WHERE (state <> ''::text)
CREATE UNIQUE INDEX follow_pkey ON customer.follow USING btree (workspace_id, id)
CREATE INDEX identity_of_customer ON customer.identity USING btree (workspace_id, customer_id)
CREATE UNIQUE INDEX identity_pkey ON customer.identity USING btree (workspace_id, kind, key)
CREATE INDEX merge_of_import ON customer.merge USING btree (workspace_id, import_no) WHERE (import_no > 0)
CREATE INDEX merge_of_kept ON customer.merge USING btree (workspace_id, kept_id)
CREATE UNIQUE INDEX merge_pkey ON customer.merge USING btree (workspace_id, id)
CREATE UNIQUE INDEX merge_standing ON customer.merge USING btree (workspace_id, gone_id) WHERE (undone_at IS NULL)
CREATE INDEX promise_of ON customer.promise USING btree (workspace_id, customer_id, made_at DESC)
CREATE UNIQUE INDEX promise_pkey ON customer.promise USING btree (workspace_id, id)
CREATE UNIQUE INDEX search_pkey ON customer.search USING btree (workspace_id, customer_id)
CREATE INDEX search_words ON customer.search USING gin (words)
CREATE UNIQUE INDEX separation_pkey ON customer.separation USING btree (workspace_id, one_id, other_id)
CREATE UNIQUE INDEX tag_group_name ON customer.tag_group USING btree (workspace_id, name) WHERE (archived_at IS NULL)
CREATE UNIQUE INDEX tag_group_of_wecom ON customer.tag_group USING btree (workspace_id, wecom_id) WHERE (wecom_id IS NOT NULL)
CREATE UNIQUE INDEX tag_group_pkey ON customer.tag_group USING btree (workspace_id, id)
CREATE INDEX tag_job_person_open ON customer.tag_job_person USING btree (workspace_id, job_id) WHERE (outcome IS NULL)
CREATE UNIQUE INDEX tag_job_person_pkey ON customer.tag_job_person USING btree (workspace_id, job_id, customer_id)
CREATE UNIQUE INDEX tag_job_pkey ON customer.tag_job USING btree (workspace_id, id)
CREATE INDEX tag_mark_due ON customer.tag_mark USING btree (workspace_id, due_at) WHERE (due_at IS NOT NULL)
CREATE UNIQUE INDEX tag_mark_pkey ON customer.tag_mark USING btree (workspace_id, userid, external_userid, tag_id)
CREATE UNIQUE INDEX tag_name ON customer.tag USING btree (workspace_id, group_id, name) WHERE (archived_at IS NULL)
CREATE UNIQUE INDEX tag_of_wecom ON customer.tag USING btree (workspace_id, wecom_id) WHERE (wecom_id IS NOT NULL)
CREATE UNIQUE INDEX tag_pkey ON customer.tag USING btree (workspace_id, id)
CREATE INDEX tagging_of_customer ON customer.tagging USING btree (workspace_id, customer_id, tag_id) WHERE (withdrawn_at IS NULL)
CREATE INDEX tagging_of_import ON customer.tagging USING btree (workspace_id, import_no) WHERE (import_no > 0)
CREATE INDEX tagging_of_tag ON customer.tagging USING btree (workspace_id, tag_id, customer_id) WHERE ((withdrawn_at IS NULL) AND (sign = 1))
CREATE UNIQUE INDEX tagging_pkey ON customer.tagging USING btree (workspace_id, id)
CREATE UNIQUE INDEX tie_pkey ON customer.tie USING btree (workspace_id, person_id)
CREATE INDEX told_by_import ON customer.told USING btree (workspace_id, import_no) WHERE (import_no > 0)
CREATE UNIQUE INDEX told_pkey ON customer.told USING btree (workspace_id, customer_id, import_no)
CREATE UNIQUE INDEX batch_pkey ON event.batch USING btree (workspace_id, no)
CREATE INDEX batch_unlanded ON event.batch USING btree (workspace_id, no) WHERE (landed_at IS NULL)
CREATE INDEX batch_unreacted ON event.batch USING btree (workspace_id, no) WHERE (reacted_at IS NULL)
CREATE UNIQUE INDEX counter_pkey ON event.counter USING btree (workspace_id)
CREATE INDEX inbox_due ON event.inbox USING btree (workspace_id, lane, id) WHERE (batch_no IS NULL)
CREATE INDEX inbox_of_batch ON event.inbox USING btree (workspace_id, batch_no) WHERE (batch_no IS NOT NULL)
CREATE UNIQUE INDEX inbox_pkey ON event.inbox USING btree (id)
CREATE UNIQUE INDEX landing_pkey ON event.landing USING btree (workspace_id, batch_no, target)
CREATE INDEX parked_open ON event.parked USING btree (workspace_id, parked_at) WHERE ((replayed_at IS NULL) AND (discarded_at IS NULL))
CREATE UNIQUE INDEX parked_pkey ON event.parked USING btree (workspace_id, id)
CREATE UNIQUE INDEX seen_pkey ON event.seen USING btree (event_id)
CREATE UNIQUE INDEX touched_pkey ON event.touched USING btree (workspace_id, batch_no, what)
CREATE UNIQUE INDEX assignment_pkey ON experiment.assignment USING btree (workspace_id, experiment_id, customer_no)
CREATE INDEX experiment_by_time ON experiment.experiment USING btree (workspace_id, begun_at DESC, id DESC)
CREATE INDEX experiment_of_subject ON experiment.experiment USING btree (workspace_id, subject_id, subject_version)
CREATE UNIQUE INDEX experiment_pkey ON experiment.experiment USING btree (workspace_id, id)
CREATE INDEX experiment_unfinished ON experiment.experiment USING btree (workspace_id, id) WHERE (finished_at IS NULL)
CREATE UNIQUE INDEX look_pkey ON experiment.look USING btree (workspace_id, experiment_id, no)
CREATE UNIQUE INDEX answer_pkey ON form.answer USING btree (workspace_id, response_id, question_id)
CREATE INDEX flash_topic_by_time ON form.flash_topic USING btree (workspace_id, starts_at DESC, id DESC)
CREATE UNIQUE INDEX flash_topic_pkey ON form.flash_topic USING btree (workspace_id, id)
CREATE INDEX flash_visit_joined ON form.flash_visit USING btree (workspace_id, topic_id, joined_at DESC) WHERE (joined_at IS NOT NULL)
CREATE UNIQUE INDEX flash_visit_pkey ON form.flash_visit USING btree (workspace_id, topic_id, visitor_id)
CREATE INDEX form_by_time ON form.form USING btree (workspace_id, saved_at DESC, id DESC)
CREATE UNIQUE INDEX form_pkey ON form.form USING btree (workspace_id, id)
CREATE INDEX response_by_time ON form.response USING btree (workspace_id, form_id, opened_at DESC, id DESC)
CREATE INDEX response_of_customer ON form.response USING btree (workspace_id, customer_id, submitted_at DESC) WHERE (customer_id IS NOT NULL)
CREATE INDEX response_of_visitor ON form.response USING btree (workspace_id, form_id, visitor_id)
CREATE UNIQUE INDEX response_pkey ON form.response USING btree (workspace_id, id)
CREATE UNIQUE INDEX version_pkey ON form.version USING btree (workspace_id, form_id, no)
CREATE UNIQUE INDEX group_chat_pkey ON "group".group_chat USING btree (workspace_id, id)
CREATE UNIQUE INDEX group_chat_workspace_id_chat_id_key ON "group".group_chat USING btree (workspace_id, chat_id)
CREATE UNIQUE INDEX membership_live ON "group".membership USING btree (workspace_id, group_id, member) WHERE (left_at IS NULL)
CREATE INDEX membership_of_customer ON "group".membership USING btree (workspace_id, customer_id) WHERE (customer_id IS NOT NULL)
CREATE INDEX membership_of_group ON "group".membership USING btree (workspace_id, group_id, joined_at)
CREATE INDEX membership_of_member ON "group".membership USING btree (workspace_id, member)
CREATE UNIQUE INDEX membership_pkey ON "group".membership USING btree (workspace_id, id)
CREATE INDEX call_open ON handover.call USING btree (workspace_id, look_after) WHERE (state = ANY (ARRAY['sending'::text, 'unknown'::text]))
CREATE UNIQUE INDEX call_pkey ON handover.call USING btree (workspace_id, id)
CREATE INDEX entry_of_handover ON handover.entry USING btree (workspace_id, handover_id, at, id)
CREATE INDEX entry_of_move ON handover.entry USING btree (workspace_id, move_id, at, id)
CREATE UNIQUE INDEX entry_pkey ON handover.entry USING btree (workspace_id, id)
CREATE INDEX handover_by_time ON handover.handover USING btree (workspace_id, begun_at DESC, id DESC)
CREATE UNIQUE INDEX handover_pkey ON handover.handover USING btree (workspace_id, id)
CREATE UNIQUE INDEX leaver_pkey ON handover.leaver USING btree (workspace_id, userid)
CREATE INDEX move_due ON handover.move USING btree (workspace_id, look_after) WHERE (look_after IS NOT NULL)
CREATE INDEX move_of_call ON handover.move USING btree (workspace_id, call_id)
CREATE INDEX move_of_contact ON handover.move USING btree (workspace_id, external_userid)
CREATE INDEX move_of_customer ON handover.move USING btree (workspace_id, customer_id)
CREATE UNIQUE INDEX move_pkey ON handover.move USING btree (workspace_id, id)
CREATE UNIQUE INDEX move_workspace_id_handover_id_external_userid_key ON handover.move USING btree (workspace_id, handover_id, external_userid)
CREATE UNIQUE INDEX reading_pkey ON handover.reading USING btree (workspace_id, company)
CREATE INDEX callback_by_time ON ingestion.callback USING btree (workspace_id, received_at)
CREATE UNIQUE INDEX callback_pkey ON ingestion.callback USING btree (workspace_id, hash)
CREATE UNIQUE INDEX import_error_pkey ON ingestion.import_error USING btree (workspace_id, import_id, line, column_name, code)
CREATE INDEX import_of_file ON ingestion.import USING btree (workspace_id, file_hash)
CREATE UNIQUE INDEX import_pkey ON ingestion.import USING btree (workspace_id, id)
CREATE UNIQUE INDEX import_workspace_id_no_key ON ingestion.import USING btree (workspace_id, no)
CREATE UNIQUE INDEX mapping_memory_pkey ON ingestion.mapping_memory USING btree (workspace_id, kind, header_hash)
CREATE UNIQUE INDEX notice_open ON ingestion.notice USING btree (workspace_id, company, kind, subject) WHERE (settled_at IS NULL)
CREATE UNIQUE INDEX notice_pkey ON ingestion.notice USING btree (workspace_id, id)
CREATE UNIQUE INDEX service_account_pkey ON ingestion.service_account USING btree (workspace_id, open_kfid)
CREATE UNIQUE INDEX sync_member_pkey ON ingestion.sync_member USING btree (workspace_id, userid)
CREATE UNIQUE INDEX sync_part_pkey ON ingestion.sync_part USING btree (workspace_id, company, part)
CREATE UNIQUE INDEX sync_seen_pkey ON ingestion.sync_seen USING btree (workspace_id, wire_id)
CREATE INDEX wish_due ON ingestion.wish USING btree (workspace_id, is_live DESC, due_at) WHERE (due_at IS NOT NULL)
CREATE UNIQUE INDEX wish_pkey ON ingestion.wish USING btree (workspace_id, kind, wire_id)
CREATE UNIQUE INDEX cost_option_pkey ON insight.cost_option USING btree (workspace_id)
CREATE INDEX decision_of_experiment ON insight.decision USING btree (workspace_id, experiment_id, decided_at DESC)
CREATE UNIQUE INDEX decision_pkey ON insight.decision USING btree (workspace_id, id)
CREATE INDEX retrospective_by_time ON insight.retrospective USING btree (workspace_id, written_at DESC, id DESC)
CREATE UNIQUE INDEX retrospective_pkey ON insight.retrospective USING btree (workspace_id, id)
CREATE UNIQUE INDEX retrospective_workspace_id_experiment_id_version_key ON insight.retrospective USING btree (workspace_id, experiment_id, version)
CREATE UNIQUE INDEX tie_option_pkey ON insight.tie_option USING btree (workspace_id)
CREATE INDEX value_fit_newest ON insight.value_fit USING btree (workspace_id, snapshot DESC) WHERE (finished_at IS NOT NULL)
CREATE UNIQUE INDEX value_fit_pkey ON insight.value_fit USING btree (workspace_id, id)
CREATE UNIQUE INDEX value_fit_workspace_id_snapshot_key ON insight.value_fit USING btree (workspace_id, snapshot)
CREATE UNIQUE INDEX value_option_pkey ON insight.value_option USING btree (workspace_id)
CREATE UNIQUE INDEX admission_of_day ON journey.admission USING btree (workspace_id, journey_id, date_trait, COALESCE(date_calendar, ''::text), date_offset, due_on) WHERE (due_on IS NOT NULL)
CREATE UNIQUE INDEX admission_of_festival ON journey.admission USING btree (workspace_id, journey_id, festival, segment_id, festival_on) WHERE (festival IS NOT NULL)
CREATE INDEX admission_open ON journey.admission USING btree (workspace_id, journey_id) WHERE (done_at IS NULL)
CREATE UNIQUE INDEX admission_pkey ON journey.admission USING btree (workspace_id, id)
CREATE UNIQUE INDEX ending_pkey ON journey.ending USING btree (workspace_id, journey_id)
CREATE INDEX enrollment_due ON journey.enrollment USING btree (workspace_id, journey_id, due_at) WHERE (due_at IS NOT NULL)
CREATE UNIQUE INDEX enrollment_once_inside ON journey.enrollment USING btree (workspace_id, customer_id, journey_id, (
CASE
    WHEN (state = 'left'::text) THEN id
    ELSE NULL::uuid
END)) NULLS NOT DISTINCT
CREATE UNIQUE INDEX enrollment_pkey ON journey.enrollment USING btree (workspace_id, journey_id, id)
CREATE UNIQUE INDEX journey_pkey ON journey.journey USING btree (workspace_id, id)
CREATE UNIQUE INDEX listening_pkey ON journey.listening USING btree (workspace_id, event_name, journey_id, version, role)
CREATE INDEX migration_of_journey ON journey.migration USING btree (workspace_id, journey_id, asked_at)
CREATE UNIQUE INDEX migration_open ON journey.migration USING btree (workspace_id, journey_id) WHERE (done_at IS NULL)
CREATE UNIQUE INDEX migration_pkey ON journey.migration USING btree (workspace_id, id)
CREATE UNIQUE INDEX passage_pkey ON journey.passage USING btree (workspace_id, journey_id, enrollment_id, step, occurrence)
CREATE INDEX pause_of_journey ON journey.pause USING btree (workspace_id, journey_id, paused_at)
CREATE UNIQUE INDEX pause_pkey ON journey.pause USING btree (workspace_id, id)
CREATE UNIQUE INDEX pause_standing ON journey.pause USING btree (workspace_id, journey_id) WHERE (resumed_at IS NULL)
CREATE INDEX rehearsal_of_journey ON journey.rehearsal USING btree (workspace_id, journey_id, id DESC)
CREATE UNIQUE INDEX rehearsal_open ON journey.rehearsal USING btree (workspace_id, journey_id) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]))
CREATE UNIQUE INDEX rehearsal_people_pkey ON journey.rehearsal_people USING btree (workspace_id, rehearsal_id, what)
CREATE UNIQUE INDEX rehearsal_pkey ON journey.rehearsal USING btree (workspace_id, id)
CREATE INDEX trial_choice_of_step ON journey.trial_choice USING btree (workspace_id, journey_id, version, step, chosen_at)
CREATE UNIQUE INDEX trial_choice_pkey ON journey.trial_choice USING btree (workspace_id, id)
CREATE INDEX trial_person_by_step ON journey.trial_person USING btree (workspace_id, journey_id, version, step, is_by_lot)
CREATE UNIQUE INDEX trial_person_pkey ON journey.trial_person USING btree (workspace_id, journey_id, enrollment_id, step, occurrence)
CREATE UNIQUE INDEX trial_pkey ON journey.trial USING btree (workspace_id, journey_id, version, step)
CREATE UNIQUE INDEX version_pkey ON journey.version USING btree (workspace_id, journey_id, no)
CREATE UNIQUE INDEX account_pkey ON ledger.account USING btree (workspace_id, id)
CREATE UNIQUE INDEX account_workspace_id_id_unit_key ON ledger.account USING btree (workspace_id, id, unit)
CREATE UNIQUE INDEX account_workspace_id_owner_id_kind_unit_key ON ledger.account USING btree (workspace_id, owner_id, kind, unit)
CREATE INDEX audit_by_time ON ledger.audit USING btree (workspace_id, at DESC)
CREATE UNIQUE INDEX audit_pkey ON ledger.audit USING btree (workspace_id, id)
CREATE UNIQUE INDEX chain_pkey ON ledger.chain USING btree (workspace_id, no)
CREATE UNIQUE INDEX chain_workspace_id_transfer_id_key ON ledger.chain USING btree (workspace_id, transfer_id)
CREATE UNIQUE INDEX closing_pkey ON ledger.closing USING btree (workspace_id, month)
CREATE INDEX transfer_by_time ON ledger.transfer USING btree (workspace_id, at DESC, id DESC)
CREATE INDEX transfer_of_campaign ON ledger.transfer USING btree (workspace_id, campaign_id, at DESC, id DESC) WHERE (campaign_id IS NOT NULL)
CREATE INDEX transfer_of_credit ON ledger.transfer USING btree (workspace_id, credit_id, at DESC, id DESC)
CREATE INDEX transfer_of_debit ON ledger.transfer USING btree (workspace_id, debit_id, at DESC, id DESC)
CREATE UNIQUE INDEX transfer_pkey ON ledger.transfer USING btree (workspace_id, id)
CREATE UNIQUE INDEX transfer_workspace_id_cause_key ON ledger.transfer USING btree (workspace_id, cause)
CREATE UNIQUE INDEX transfer_workspace_id_id_phase_debit_id_credit_id_amount_key ON ledger.transfer USING btree (workspace_id, id, phase, debit_id, credit_id, amount)
CREATE UNIQUE INDEX transfer_workspace_id_resolves_key ON ledger.transfer USING btree (workspace_id, resolves)
CREATE UNIQUE INDEX unchained_pkey ON ledger.unchained USING btree (workspace_id, transfer_id)
CREATE UNIQUE INDEX account_id_key ON official.account USING btree (id)
CREATE UNIQUE INDEX account_pkey ON official.account USING btree (workspace_id, id)
CREATE UNIQUE INDEX account_workspace_id_app_id_key ON official.account USING btree (workspace_id, app_id)
CREATE UNIQUE INDEX code_pkey ON official.code USING btree (workspace_id, id)
CREATE UNIQUE INDEX code_workspace_id_app_id_scene_key ON official.code USING btree (workspace_id, app_id, scene)
CREATE INDEX subscription_of_customer ON official.subscription USING btree (workspace_id, customer_id)
CREATE INDEX subscription_of_source ON official.subscription USING btree (workspace_id, source_id, subscribed_at) WHERE (source_id IS NOT NULL)
CREATE UNIQUE INDEX subscription_pkey ON official.subscription USING btree (workspace_id, app_id, openid)
CREATE UNIQUE INDEX look_pkey ON page.look USING btree (workspace_id)
CREATE UNIQUE INDEX personal_link_pkey ON page.personal_link USING btree (workspace_id, customer_id)
CREATE INDEX visitor_of_contact ON page.visitor USING btree (workspace_id, external_userid) WHERE (external_userid IS NOT NULL)
CREATE INDEX visitor_of_customer ON page.visitor USING btree (workspace_id, customer_id) WHERE (customer_id IS NOT NULL)
CREATE UNIQUE INDEX visitor_pkey ON page.visitor USING btree (workspace_id, id)
CREATE INDEX diagnosis_by_time ON playbook.diagnosis USING btree (workspace_id, made_at DESC)
CREATE UNIQUE INDEX diagnosis_pkey ON playbook.diagnosis USING btree (workspace_id, id)
CREATE INDEX poster_by_time ON poster.poster USING btree (workspace_id, changed_at DESC, id DESC)
CREATE UNIQUE INDEX poster_pkey ON poster.poster USING btree (workspace_id, id)
CREATE INDEX plan_by_time ON posting.plan USING btree (workspace_id, id DESC)
CREATE INDEX plan_day_by_time ON posting.plan_day USING btree (workspace_id, plan_id, due_at DESC)
CREATE UNIQUE INDEX plan_day_pkey ON posting.plan_day USING btree (workspace_id, plan_id, step_id, group_id, day)
CREATE INDEX plan_due ON posting.plan USING btree (workspace_id, look_at) WHERE (state = 'running'::text)
CREATE UNIQUE INDEX plan_group_pkey ON posting.plan_group USING btree (workspace_id, plan_id, group_id)
CREATE UNIQUE INDEX plan_pkey ON posting.plan USING btree (workspace_id, id)
CREATE INDEX plan_step_of ON posting.plan_step USING btree (workspace_id, plan_id, line)
CREATE UNIQUE INDEX plan_step_pkey ON posting.plan_step USING btree (workspace_id, id)
CREATE INDEX post_by_start ON posting.post USING btree (workspace_id, starts_at)
CREATE INDEX post_by_time ON posting.post USING btree (workspace_id, id DESC)
CREATE INDEX post_of_cause ON posting.post USING btree (workspace_id, cause_id) WHERE (cause_id IS NOT NULL)
CREATE UNIQUE INDEX post_pkey ON posting.post USING btree (workspace_id, id)
CREATE INDEX reminder_of_task ON posting.reminder USING btree (workspace_id, task_id, reminded_at)
CREATE UNIQUE INDEX reminder_pkey ON posting.reminder USING btree (workspace_id, id)
CREATE INDEX slot_of_target ON posting.slot USING btree (workspace_id, target_id)
CREATE UNIQUE INDEX slot_pkey ON posting.slot USING btree (workspace_id, group_id, day)
CREATE INDEX target_by_hand ON posting.target USING btree (workspace_id, owner) WHERE (state = 'manual'::text)
CREATE INDEX target_due ON posting.target USING btree (workspace_id, due_at) WHERE (state = 'planned'::text)
CREATE INDEX target_of_group ON posting.target USING btree (workspace_id, group_id, due_at DESC)
CREATE INDEX target_of_task ON posting.target USING btree (workspace_id, task_id) WHERE (task_id IS NOT NULL)
CREATE UNIQUE INDEX target_pkey ON posting.target USING btree (workspace_id, id)
CREATE UNIQUE INDEX target_workspace_id_post_id_group_id_key ON posting.target USING btree (workspace_id, post_id, group_id)
CREATE INDEX task_live ON posting.task USING btree (workspace_id, look_at) WHERE (state = ANY (ARRAY['sending'::text, 'open'::text, 'unknown'::text]))
CREATE INDEX task_of_post ON posting.task USING btree (workspace_id, post_id)
CREATE UNIQUE INDEX task_pkey ON posting.task USING btree (workspace_id, id)
CREATE UNIQUE INDEX task_remote ON posting.task USING btree (workspace_id, remote_id) WHERE (remote_id IS NOT NULL)
CREATE UNIQUE INDEX worker_pkey ON queue.worker USING btree (id)
CREATE INDEX alert_due ON reading.alert USING btree (workspace_id, due_at) WHERE (state = 'planned'::text)
CREATE UNIQUE INDEX alert_pkey ON reading.alert USING btree (workspace_id, id)
CREATE UNIQUE INDEX alert_workspace_id_person_id_on_day_key ON reading.alert USING btree (workspace_id, person_id, on_day)
CREATE INDEX article_by_time ON reading.article USING btree (workspace_id, changed_at DESC, id DESC)
CREATE UNIQUE INDEX article_pkey ON reading.article USING btree (workspace_id, id)
CREATE INDEX opening_by_time ON reading.opening USING btree (workspace_id, article_id, last_at DESC, id DESC)
CREATE INDEX opening_from ON reading.opening USING btree (workspace_id, from_opening) WHERE (from_opening IS NOT NULL)
CREATE INDEX opening_of_customer ON reading.opening USING btree (workspace_id, customer_id) WHERE (customer_id IS NOT NULL)
CREATE UNIQUE INDEX opening_pkey ON reading.opening USING btree (workspace_id, id)
CREATE INDEX opening_to_settle ON reading.opening USING btree (workspace_id, settle_at) WHERE (settle_at IS NOT NULL)
CREATE UNIQUE INDEX opening_workspace_id_article_id_visitor_id_key ON reading.opening USING btree (workspace_id, article_id, visitor_id)
CREATE UNIQUE INDEX permission_pkey ON reading.permission USING btree (workspace_id, id)
CREATE UNIQUE INDEX permission_standing ON reading.permission USING btree (workspace_id, article_id) WHERE (withdrawn_at IS NULL)
CREATE UNIQUE INDEX version_pkey ON reading.version USING btree (workspace_id, article_id, no)
CREATE INDEX view_of_opening ON reading.view USING btree (workspace_id, opening_id)
CREATE UNIQUE INDEX view_pkey ON reading.view USING btree (workspace_id, id)
CREATE INDEX campaign_by_time ON referral.campaign USING btree (workspace_id, made_at DESC, id DESC)
CREATE UNIQUE INDEX campaign_pkey ON referral.campaign USING btree (workspace_id, id)
CREATE INDEX invitee_by_time ON referral.invitee USING btree (workspace_id, campaign_id, came_at DESC, id DESC)
CREATE INDEX invitee_due ON referral.invitee USING btree (workspace_id, due_at) WHERE ((state = 'waiting'::text) AND (due_at IS NOT NULL))
CREATE INDEX invitee_of_customer ON referral.invitee USING btree (workspace_id, customer_id)
CREATE INDEX invitee_of_inviter ON referral.invitee USING btree (workspace_id, inviter_id, came_at, id)
CREATE UNIQUE INDEX invitee_pkey ON referral.invitee USING btree (workspace_id, id)
CREATE UNIQUE INDEX invitee_workspace_id_campaign_id_customer_id_key ON referral.invitee USING btree (workspace_id, campaign_id, customer_id)
CREATE INDEX inviter_by_joining ON referral.inviter USING btree (workspace_id, campaign_id, joined_at DESC, id DESC)
CREATE INDEX inviter_code ON referral.inviter USING btree (workspace_id, joined_at) WHERE (code_phase = 'making'::text)
CREATE UNIQUE INDEX inviter_of_state ON referral.inviter USING btree (workspace_id, state)
CREATE UNIQUE INDEX inviter_pkey ON referral.inviter USING btree (workspace_id, id)
CREATE INDEX inviter_stale ON referral.inviter USING btree (workspace_id, stale_at) WHERE (stale_at IS NOT NULL)
CREATE UNIQUE INDEX inviter_workspace_id_campaign_id_customer_id_key ON referral.inviter USING btree (workspace_id, campaign_id, customer_id)
CREATE UNIQUE INDEX inviter_workspace_id_campaign_id_id_generation_key ON referral.inviter USING btree (workspace_id, campaign_id, id, generation)
CREATE UNIQUE INDEX inviter_workspace_id_campaign_id_id_key ON referral.inviter USING btree (workspace_id, campaign_id, id)
CREATE UNIQUE INDEX promise_pkey ON referral.promise USING btree (workspace_id, inviter_id, people, attempt)
CREATE UNIQUE INDEX promise_standing ON referral.promise USING btree (workspace_id, inviter_id, people) WHERE (taken_back_at IS NULL)
CREATE UNIQUE INDEX tier_pkey ON referral.tier USING btree (workspace_id, campaign_id, people)
CREATE INDEX batch_of_reward ON reward.batch USING btree (workspace_id, reward_id, at DESC)
CREATE UNIQUE INDEX batch_pkey ON reward.batch USING btree (workspace_id, id)
CREATE UNIQUE INDEX campaign_budget_pkey ON reward.campaign_budget USING btree (workspace_id, campaign_id)
CREATE INDEX entry_of_grant ON reward.entry USING btree (workspace_id, grant_id, at, id)
CREATE UNIQUE INDEX entry_pkey ON reward.entry USING btree (workspace_id, id)
CREATE INDEX grant_by_time ON reward.reward_grant USING btree (workspace_id, reward_id, granted_at DESC, id DESC)
CREATE INDEX grant_due ON reward.reward_grant USING btree (workspace_id, hold_until) WHERE ((state = 'pending'::text) AND is_vouched)
CREATE INDEX grant_lapsing ON reward.reward_grant USING btree (workspace_id, expires_at) WHERE ((state = 'posted'::text) AND (expires_at IS NOT NULL))
CREATE INDEX grant_of_campaign ON reward.reward_grant USING btree (workspace_id, campaign_id, granted_at DESC)
CREATE INDEX grant_of_customer ON reward.reward_grant USING btree (workspace_id, customer_id, granted_at DESC)
CREATE UNIQUE INDEX grant_of_unit ON reward.reward_grant USING btree (workspace_id, unit_id) WHERE holds_unit
CREATE UNIQUE INDEX pause_pkey ON reward.pause USING btree (workspace_id, id)
CREATE UNIQUE INDEX pause_standing ON reward.pause USING btree (workspace_id, reward_id) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX pay_account_pkey ON reward.pay_account USING btree (workspace_id)
CREATE INDEX payment_open ON reward.payment USING btree (workspace_id, look_at) WHERE (state = ANY (ARRAY['asked'::text, 'sending'::text, 'unknown'::text, 'awaiting'::text]))
CREATE UNIQUE INDEX payment_pkey ON reward.payment USING btree (workspace_id, grant_id)
CREATE UNIQUE INDEX payment_workspace_id_bill_no_key ON reward.payment USING btree (workspace_id, bill_no)
CREATE UNIQUE INDEX reward_grant_pkey ON reward.reward_grant USING btree (workspace_id, id)
CREATE UNIQUE INDEX reward_grant_workspace_id_id_holds_unit_key ON reward.reward_grant USING btree (workspace_id, id, holds_unit)
CREATE UNIQUE INDEX reward_pkey ON reward.reward USING btree (workspace_id, id)
CREATE INDEX unit_free ON reward.unit USING btree (workspace_id, reward_id, id) WHERE ((grant_id IS NULL) AND (retired_at IS NULL))
CREATE UNIQUE INDEX unit_of_grant ON reward.unit USING btree (workspace_id, grant_id) WHERE (grant_id IS NOT NULL)
CREATE UNIQUE INDEX unit_pkey ON reward.unit USING btree (workspace_id, id)
CREATE UNIQUE INDEX unit_workspace_id_reward_id_code_key_key ON reward.unit USING btree (workspace_id, reward_id, code_key)
CREATE UNIQUE INDEX history_pkey ON segment.history USING btree (workspace_id, segment_id, hour)
CREATE UNIQUE INDEX refresh_pkey ON segment.refresh USING btree (workspace_id)
CREATE UNIQUE INDEX segment_name ON segment.segment USING btree (workspace_id, name) WHERE (archived_at IS NULL)
CREATE INDEX segment_of_workspace ON segment.segment USING btree (workspace_id, changed_at DESC)
CREATE UNIQUE INDEX segment_pkey ON segment.segment USING btree (workspace_id, id)
CREATE INDEX session_of ON sidebar.session USING btree (workspace_id, userid)
CREATE UNIQUE INDEX session_pkey ON sidebar.session USING btree (workspace_id, token_hash)
CREATE UNIQUE INDEX api_key_key_hash_key ON staff.api_key USING btree (key_hash)
CREATE UNIQUE INDEX api_key_pkey ON staff.api_key USING btree (workspace_id, id)
CREATE INDEX audit_by_time ON staff.audit USING btree (workspace_id, at DESC)
CREATE UNIQUE INDEX audit_pkey ON staff.audit USING btree (workspace_id, id)
CREATE UNIQUE INDEX idempotency_pkey ON staff.idempotency USING btree (workspace_id, key)
CREATE UNIQUE INDEX session_pkey ON staff.session USING btree (token_hash)
CREATE UNIQUE INDEX staff_login ON staff.staff USING btree (lower(login))
CREATE UNIQUE INDEX staff_of_wecom ON staff.staff USING btree (workspace_id, lower(wecom_userid)) WHERE (wecom_userid IS NOT NULL)
CREATE UNIQUE INDEX staff_pkey ON staff.staff USING btree (workspace_id, id)
CREATE UNIQUE INDEX workspace_no_key ON staff.workspace USING btree (no)
CREATE UNIQUE INDEX workspace_pkey ON staff.workspace USING btree (workspace_id)
CREATE UNIQUE INDEX attempt_pkey ON webhook.attempt USING btree (workspace_id, message_id, no)
CREATE UNIQUE INDEX endpoint_pkey ON webhook.endpoint USING btree (workspace_id, id)
CREATE INDEX message_due ON webhook.message USING btree (workspace_id, endpoint_id, due_at) WHERE (due_at IS NOT NULL)
CREATE INDEX message_of_endpoint ON webhook.message USING btree (workspace_id, endpoint_id, made_at DESC, id DESC)
CREATE UNIQUE INDEX message_pkey ON webhook.message USING btree (workspace_id, id)
CREATE INDEX message_settled ON webhook.message USING btree (workspace_id, settled_at) WHERE (settled_at IS NOT NULL)

-- triggers
CREATE TRIGGER take AFTER INSERT ON ledger.transfer REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger.take()

-- policies
policy of_workspace on acquisition.bill permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on acquisition.contact_way permissive for select to liuyuan_system using (true) check ()
policy of_workspace on acquisition.contact_way permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.cost_share permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.hook permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.hook_claim permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.hook_unit permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.hook_version permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.landing_page permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.source permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.source_cost permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.touch permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.visit permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.way_batch permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.way_batch_line permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on acquisition.welcome permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on almanac.arrangement permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on campaign.broadcast permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on campaign.cancellation permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on campaign.launch permissive for select to liuyuan_system using (true) check ()
policy of_workspace on campaign.launch permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on campaign.moment permissive for select to liuyuan_system using (true) check ()
policy of_workspace on campaign.moment permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on campaign.moment_poster permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on campaign.moment_reaction permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on campaign.recipient permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on care.counter permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on care.entry permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on care.last_answer permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on care.reply_wait permissive for select to liuyuan_system using (true) check ()
policy of_workspace on care.reply_wait permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on care.service_case permissive for select to liuyuan_system using (true) check ()
policy of_workspace on care.service_case permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on care.settings permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.absence permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.approval permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.consent permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.dead_address permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on channel.delivery permissive for select to liuyuan_system using (true) check ()
policy of_workspace on channel.delivery permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.hold permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.link_count permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.mailbox permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.message permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on channel.pause permissive for select to liuyuan_system using (true) check ()
policy of_workspace on channel.pause permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.person permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.policy permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.refused_number permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.reminder permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on channel.remote_call permissive for select to liuyuan_system using (true) check ()
policy of_workspace on channel.remote_call permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.sms_line permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.sms_template permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on channel.staff_card permissive for select to liuyuan_system using (true) check ()
policy of_workspace on channel.staff_card permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on channel.staff_task permissive for select to liuyuan_system using (true) check ()
policy of_workspace on channel.staff_task permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.task_deed permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.verdict permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on channel.work_rules permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce."order" permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.order_before permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.order_item permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.product permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.product_figure permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.product_key permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.product_measure permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.product_merge permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.product_pair permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.refund permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on commerce.sku permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on content.favourite permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on content.material permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on content.quick_reply permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on content.reply_use permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on corp.api_budget permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on corp.api_seats permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on corp.associate permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on corp.corp permissive for select to liuyuan_system using (true) check ()
policy of_workspace on corp.corp permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on corp.department permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on corp.missing_field permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on corp.token permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.caretaker permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.charge permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.conflict permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.counter permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.customer permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.follow permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.identity permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.merge permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.promise permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on customer.search permissive for select to liuyuan_system using (true) check ()
policy of_workspace on customer.search permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.separation permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.tag permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.tag_group permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.tag_job permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.tag_job_person permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on customer.tag_mark permissive for select to liuyuan_system using (true) check ()
policy of_workspace on customer.tag_mark permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.tagging permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.tie permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on customer.told permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on event.batch permissive for select to liuyuan_system using (true) check ()
policy of_workspace on event.batch permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on event.counter permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on event.inbox permissive for select to liuyuan_system using (true) check ()
policy of_workspace on event.inbox permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on event.landing permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on event.parked permissive for select to liuyuan_system using (true) check ()
policy of_workspace on event.parked permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on event.touched permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on experiment.assignment permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on experiment.experiment permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on experiment.look permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on form.answer permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on form.flash_topic permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on form.flash_visit permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on form.form permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on form.response permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on form.version permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on "group".group_chat permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on "group".membership permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on handover.call permissive for select to liuyuan_system using (true) check ()
policy of_workspace on handover.call permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on handover.entry permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on handover.handover permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on handover.leaver permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on handover.move permissive for select to liuyuan_system using (true) check ()
policy of_workspace on handover.move permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on handover.reading permissive for select to liuyuan_system using (true) check ()
policy of_workspace on handover.reading permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.callback permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on ingestion.import permissive for select to liuyuan_system using (true) check ()
policy of_workspace on ingestion.import permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.import_error permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.mapping_memory permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.notice permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.service_account permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.sync_member permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.sync_part permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ingestion.sync_seen permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on ingestion.wish permissive for select to liuyuan_system using (true) check ()
policy of_workspace on ingestion.wish permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on insight.cost_option permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on insight.decision permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on insight.retrospective permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on insight.tie_option permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on insight.value_fit permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on insight.value_option permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on journey.admission permissive for select to liuyuan_system using (true) check ()
policy of_workspace on journey.admission permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on journey.ending permissive for select to liuyuan_system using (true) check ()
policy of_workspace on journey.ending permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on journey.enrollment permissive for select to liuyuan_system using (true) check ()
policy of_workspace on journey.enrollment permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on journey.journey permissive for select to liuyuan_system using (true) check ()
policy of_workspace on journey.journey permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on journey.listening permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on journey.migration permissive for select to liuyuan_system using (true) check ()
policy of_workspace on journey.migration permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on journey.passage permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on journey.pause permissive for select to liuyuan_system using (true) check ()
policy of_workspace on journey.pause permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on journey.rehearsal permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on journey.rehearsal_people permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on journey.trial permissive for select to liuyuan_system using (true) check ()
policy of_workspace on journey.trial permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on journey.trial_choice permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on journey.trial_person permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on journey.version permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on ledger.account permissive for all to liuyuan_system using (true) check ()
policy of_workspace on ledger.account permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ledger.audit permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ledger.chain permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on ledger.closing permissive for select to liuyuan_system using (true) check ()
policy of_workspace on ledger.closing permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on ledger.transfer permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on ledger.unchained permissive for all to liuyuan_system using (true) check (true)
policy of_workspace on ledger.unchained permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on official.account permissive for select to liuyuan_system using (true) check ()
policy of_workspace on official.account permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on official.code permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on official.subscription permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on page.look permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on page.personal_link permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on page.visitor permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on playbook.diagnosis permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on poster.poster permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on posting.plan permissive for select to liuyuan_system using (true) check ()
policy of_workspace on posting.plan permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on posting.plan_day permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on posting.plan_group permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on posting.plan_step permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on posting.post permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on posting.reminder permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on posting.slot permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on posting.target permissive for select to liuyuan_system using (true) check ()
policy of_workspace on posting.target permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on posting.task permissive for select to liuyuan_system using (true) check ()
policy of_workspace on posting.task permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on reading.alert permissive for select to liuyuan_system using (true) check ()
policy of_workspace on reading.alert permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reading.article permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on reading.opening permissive for select to liuyuan_system using (true) check ()
policy of_workspace on reading.opening permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reading.permission permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reading.version permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reading.view permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on referral.campaign permissive for select to liuyuan_system using (true) check ()
policy of_workspace on referral.campaign permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on referral.invitee permissive for select to liuyuan_system using (true) check ()
policy of_workspace on referral.invitee permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on referral.inviter permissive for select to liuyuan_system using (true) check ()
policy of_workspace on referral.inviter permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on referral.promise permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on referral.tier permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reward.batch permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reward.campaign_budget permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reward.entry permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reward.pause permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reward.pay_account permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on reward.payment permissive for select to liuyuan_system using (true) check ()
policy of_workspace on reward.payment permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reward.reward permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on reward.reward_grant permissive for select to liuyuan_system using (true) check ()
policy of_workspace on reward.reward_grant permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on reward.unit permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on segment.history permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on segment.refresh permissive for select to liuyuan_system using (true) check ()
policy of_workspace on segment.refresh permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on segment.segment permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on sidebar.session permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on staff.api_key permissive for select to liuyuan_system using (true) check ()
policy of_workspace on staff.api_key permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on staff.audit permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on staff.idempotency permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on staff.session permissive for select to liuyuan_system using (true) check ()
policy of_workspace on staff.session permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on staff.staff permissive for select to liuyuan_system using (true) check ()
policy of_workspace on staff.staff permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on staff.workspace permissive for select to liuyuan_system using (true) check ()
policy of_workspace on staff.workspace permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on webhook.attempt permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_workspace on webhook.endpoint permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))
policy of_system on webhook.message permissive for select to liuyuan_system using (true) check ()
policy of_workspace on webhook.message permissive for all to liuyuan_app using ((workspace_id = liuyuan.workspace())) check ((workspace_id = liuyuan.workspace()))

-- routines
function acquisition.scheduled() returns SETOF uuid stable security definer search_path="" liuyuan_system body 7de27dadfe86f2117ca7757b7dbe909d grants liuyuan_app: execute
function campaign.due(at timestamp with time zone) returns TABLE(workspace_id uuid, broadcast_id uuid) stable security definer search_path="" liuyuan_system body 6279ac990f9a7b2148dae2b75cf5b513 grants liuyuan_app: execute
function campaign.due_moments(at timestamp with time zone) returns TABLE(workspace_id uuid, moment_id uuid) stable security definer search_path="" liuyuan_system body dfbd70a560c8b0212eb425d0fceeb749 grants liuyuan_app: execute
function care.due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 263918925e7db655c30b7dd57d1bc7c1 grants liuyuan_app: execute
function care.due_reply(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 084398955282fe6045ccf5f9b9d3fc9a grants liuyuan_app: execute
function channel.due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body c3124a07ab9fc3ddf486a8e2952e35db grants liuyuan_app: execute
function channel.due_card(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body c783808f6ff24f3167fc9cff590d617a grants liuyuan_app: execute
function channel.due_welcome(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 0e2e8c0eaba1cc78cd6948d694ebde51 grants liuyuan_app: execute
function corp.connected() returns SETOF uuid stable security definer search_path="" liuyuan_system body 0fae79f0b47577a63c722eacee2acd07 grants liuyuan_app: execute
function corp.find_corp(wanted uuid) returns uuid stable security definer search_path="" liuyuan_system body 31eb0c62fd0baa653ea1bd0abcf41be5 grants liuyuan_app: execute
function customer.find(asked tsquery, most integer) returns SETOF uuid stable security definer search_path="" enable_seqscan=off liuyuan_system body 5d5c94cf4c1c23d27b071b2f44ea288b grants liuyuan_app: execute
function customer.marks_due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 2c7e3b5b826f3e08caebef9fb209a416 grants liuyuan_app: execute
function event.backlog(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body fd2ec819b5447fefd0a5d2197ae19a15 grants liuyuan_app: execute
function handover.due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body a03d7948c53dfef168c890d343ab16ab grants liuyuan_app: execute
function ingestion.wishes_due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body cd310842cd172bc3941e79127970019b grants liuyuan_app: execute
function journey.due() returns TABLE(workspace_id uuid, journey_id uuid, due_at timestamp with time zone, has_admission boolean, has_ending boolean, has_migration boolean, trial_at timestamp with time zone) stable security definer search_path="" liuyuan_system body 68eba98349abab7223110ead2ead6858 grants liuyuan_app: execute
function ledger.hold_accounts(ids uuid[]) returns TABLE(id uuid, posted bigint, held bigint) volatile security definer search_path="" liuyuan_system body be04cda26f490a257e48dc7ed861e07c grants liuyuan_app: execute
function ledger.take() returns trigger volatile security definer search_path="" liuyuan_system body f264b5ae5ea32375d8815ccbf0281d2b grants public: execute
function ledger.unchained_workspaces() returns SETOF uuid stable security definer search_path="" liuyuan_system body cec1764493a692aaf15e83f341f5ce08 grants liuyuan_app: execute
function liuyuan.company_of(id text) returns text immutable owner body 1bb9f89a53fa915b3228a04ab98ce923 grants public: execute
procedure liuyuan.let_system_read(IN target regclass, IN columns text) volatile owner body 5bbc09f63e922f70d0f506e742a7f3de grants public: execute
procedure liuyuan.protect(IN target regclass, IN privileges text) volatile owner body d69ec1b06d40ca93e0dde7a1c65ce605 grants public: execute
function liuyuan.workspace() returns uuid stable owner body 78f447428f5eb3d5c80418ab28b2645f grants public: execute
function official.find_account(wanted uuid) returns uuid stable security definer search_path="" liuyuan_system body 91ad2acf0df550125f5d1b7e1c1d60a3 grants liuyuan_app: execute
function posting.due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body d49e72aa3fefe12069f21bcc0d8b548c grants liuyuan_app: execute
function posting.plans_due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body d1de8fb1afdab0eb86bda698d9acc426 grants liuyuan_app: execute
function queue.add_job(workspace uuid, name text, payload json, key text, serial text, run_at timestamp with time zone) returns void volatile security definer search_path="" liuyuan_queue body 72052c3eda75c8c102696dc83d37e2ed grants liuyuan_app: execute
function reading.alert_due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 6bd4de0dabccc04b2f7ccc2a49e50f9b grants liuyuan_app: execute
function reading.due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 5b0936e4f3765c8a77ba7cf5e2e01281 grants liuyuan_app: execute
function referral.due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 3fb12672193150b9842bc14e3ddd1865 grants liuyuan_app: execute
function reward.due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 86ea1eb5e39384fbf2d76598f686f2eb grants liuyuan_app: execute
function reward.due_payments(at timestamp with time zone) returns TABLE(workspace_id uuid, grant_id uuid) stable security definer search_path="" liuyuan_system body e3366e5fec97737f787ed038e9929be7 grants liuyuan_app: execute
function segment.waiting(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 31a4a96105102cd8054bc71e2862512f grants liuyuan_app: execute
function staff.find_key(wanted bytea) returns TABLE(workspace_id uuid, key_id uuid, kind text, name text) stable security definer search_path="" liuyuan_system body 40928506a9ccf8119fa9a73cc5403560 grants liuyuan_app: execute
function staff.find_login(wanted text) returns TABLE(workspace_id uuid, staff_id uuid) stable security definer search_path="" liuyuan_system body 31717e5071ee7af8ebcc931bbe6dc518 grants liuyuan_app: execute
function staff.find_session(wanted bytea) returns uuid stable security definer search_path="" liuyuan_system body 0eb6adb8fb8cd350cc902ba00f3aca86 grants liuyuan_app: execute
function staff.workspaces() returns TABLE(workspace_id uuid, no integer, name text, time_zone text, currency text, clock_at timestamp with time zone, is_demo boolean) stable security definer search_path="" liuyuan_system body e3ea595f94658ebfe7373d1a99c8ed1e grants liuyuan_app: execute
function webhook.due(at timestamp with time zone) returns SETOF uuid stable security definer search_path="" liuyuan_system body 80a89b33fe06f7ee8c8962328471a7e0 grants liuyuan_app: execute
