import { createRoute } from '@hono/zod-openapi';
import {
  agentSchema,
  memberSchema,
  pageQuerySchema,
  putAgentSchema,
  putMemberSchema,
} from '@luma-leasing/types/admin';
import { z } from 'zod';
import type { RouteDeps } from '../../../http/deps.ts';
import { createRouter } from '../../../http/router.ts';
import { createResetLink } from '../../accounts/reset/create-reset-link.ts';
import {
  operatorAtProperty,
  operatorForAccount,
  operatorForAccountIfExists,
  operatorInOrganization,
} from '../../accounts/unit-of-operator.ts';
import { createConnectLink } from '../../calendars/connecting/connect-link.ts';
import {
  adminPageResponses,
  adminResponses,
  adminResponsesToBody,
  agentEmailParam,
  changeField,
  jsonBody,
  memberEmailParam,
  operatorDocs,
  organizationParam,
  paramCodes,
  propertyParam,
} from '../route-docs.ts';
import { listAgents } from './list-agents.ts';
import { listMembers } from './list-members.ts';
import { putAgent } from './put-agent.ts';
import { putMember, throwMissingField } from './put-member.ts';
import { removeAgent } from './remove-agent.ts';
import { removeMember } from './remove-member.ts';

const listAgentsRoute = createRoute({
  ...operatorDocs,
  method: 'get',
  path: '/properties/{property}/agents',
  summary: 'Who shows a property',
  request: { params: z.object({ property: propertyParam }), query: pageQuerySchema },
  responses: adminPageResponses(agentSchema, 'NOT_FOUND'),
});

const agent = z.object({ property: propertyParam, email: agentEmailParam });

const putAgentRoute = createRoute({
  ...operatorDocs,
  method: 'put',
  path: '/properties/{property}/agents/{email}',
  summary: 'Lets somebody show a property, or changes when they do',
  request: { params: agent, body: jsonBody(putAgentSchema) },
  responses: adminResponsesToBody(changeField, 'NOT_FOUND'),
});

const removeAgentRoute = createRoute({
  ...operatorDocs,
  method: 'delete',
  path: '/properties/{property}/agents/{email}',
  summary: 'Somebody shows a property no more; tours booked with them stay theirs',
  request: { params: agent },
  responses: adminResponses(changeField, ...paramCodes),
});

const connectLinkRoute = createRoute({
  ...operatorDocs,
  method: 'post',
  path: '/properties/{property}/agents/{email}/connect-link',
  summary: 'A link that connects an agent’s calendar: once, within a day',
  request: { params: agent },
  responses: adminResponses({ url: z.url() }, ...paramCodes),
});

const listMembersRoute = createRoute({
  ...operatorDocs,
  method: 'get',
  path: '/organizations/{organization}/members',
  summary: 'Who has an account in an organization',
  request: { params: z.object({ organization: organizationParam }), query: pageQuerySchema },
  responses: adminPageResponses(memberSchema, 'NOT_FOUND'),
});

const password = { hasPassword: memberSchema.shape.hasPassword };

const member = z.object({ email: memberEmailParam });

const putMemberRoute = createRoute({
  ...operatorDocs,
  method: 'put',
  path: '/members/{email}',
  summary: 'Makes an account, or changes what it may',
  request: { params: member, body: jsonBody(putMemberSchema) },
  responses: adminResponsesToBody({ ...changeField, ...password }, 'NOT_FOUND', 'MEMBER_EXISTS'),
});

const removeMemberRoute = createRoute({
  ...operatorDocs,
  method: 'delete',
  path: '/members/{email}',
  summary: 'Takes an account away, with its sessions',
  request: { params: member },
  responses: adminResponses(changeField, 'INVALID_REQUEST'),
});

const resetLinkRoute = createRoute({
  ...operatorDocs,
  method: 'post',
  path: '/members/{email}/reset-link',
  summary: 'A link under which a member chooses a password: once, within a day',
  request: { params: member },
  responses: adminResponses({ url: z.url() }, ...paramCodes),
});

/** The routes of `/api/admin` for agents and accounts. */
export function adminPeopleRoutes({ ctx }: RouteDeps) {
  const router = createRouter();
  router.openapi(listAgentsRoute, async (c) => {
    const unit = await operatorAtProperty(ctx, c.req.valid('param').property);
    const page = await listAgents(unit, c.req.valid('query'));
    return c.json({ success: true as const, ...page }, 200);
  });
  router.openapi(putAgentRoute, async (c) => {
    const { property, email } = c.req.valid('param');
    const change = await putAgent(
      await operatorAtProperty(ctx, property),
      email,
      c.req.valid('json'),
    );
    return c.json({ success: true as const, change }, 200);
  });
  router.openapi(removeAgentRoute, async (c) => {
    const { property, email } = c.req.valid('param');
    const change = await removeAgent(await operatorAtProperty(ctx, property), email);
    return c.json({ success: true as const, change }, 200);
  });
  router.openapi(connectLinkRoute, async (c) => {
    const { property, email } = c.req.valid('param');
    const url = await createConnectLink(await operatorAtProperty(ctx, property), email);
    return c.json({ success: true as const, url }, 200);
  });
  router.openapi(listMembersRoute, async (c) => {
    const unit = await operatorInOrganization(ctx, c.req.valid('param').organization);
    const page = await listMembers(unit, c.req.valid('query'));
    return c.json({ success: true as const, ...page }, 200);
  });
  router.openapi(putMemberRoute, async (c) => {
    const { email } = c.req.valid('param');
    const { organization, ...input } = c.req.valid('json');
    const unit =
      organization === undefined
        ? await operatorForAccountIfExists(ctx, email)
        : await operatorInOrganization(ctx, organization);
    const done = await putMember(unit ?? throwMissingField(email, 'organization'), email, input);
    return c.json({ success: true as const, ...done }, 200);
  });
  router.openapi(removeMemberRoute, async (c) => {
    const { email } = c.req.valid('param');
    const unit = await operatorForAccountIfExists(ctx, email);
    const change = unit ? await removeMember(unit, email) : 'unchanged';
    return c.json({ success: true as const, change }, 200);
  });
  router.openapi(resetLinkRoute, async (c) => {
    const { email } = c.req.valid('param');
    const url = await createResetLink(await operatorForAccount(ctx, email), email);
    return c.json({ success: true as const, url }, 200);
  });
  return router;
}
