// A real OpenID Connect provider for the tests: oidc-provider on loopback, with its own login and consent pages.
// Whoever signs in is in the groups written after a plus: "lone+redaktion+drift". Each start makes a key of its own, called as the third word
// says.
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const [port, wall, kid] = process.argv.slice(2);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const issuer = `http://127.0.0.1:${port}`;
const client = (client_id, more) => ({
  client_id,
  redirect_uris: [`${wall}/log-ind/sso/svar`],
  post_logout_redirect_uris: [`${wall}/log-ind`],
  ...more,
});

const provider = new Provider(issuer, {
  clients: [
    client('wall', { client_secret: 'fb-demo-secret' }),
    client('wall-post', { client_secret: 'fb-demo-secret', token_endpoint_auth_method: 'client_secret_post' }),
    client('wall-public', { token_endpoint_auth_method: 'none' }),
  ],
  claims: { openid: ['sub'], profile: ['preferred_username', 'groups'], email: ['email', 'email_verified'] },
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid, use: 'sig' }] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  async findAccount(_context, id) {
    const [name, ...groups] = id.split('+');
    return {
      accountId: id,
      claims: () => ({
        sub: id,
        preferred_username: name,
        email: `${name}@by.example`,
        email_verified: true,
        groups,
      }),
    };
  },
});

provider.listen(Number(port), '127.0.0.1');
