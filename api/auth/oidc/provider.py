"""The provider: where it is, what it signs with, who it says somebody is.

Everything that an id_token must prove is checked here; what else it claims is never looked at.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import httpx
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry

from api.auth.oidc.client import ANSWER_WITHIN_SECONDS, Client, http_client, is_safe
from api.auth.oidc.started import Started
from graph.errors import AccessError, OrientirError

# Signed with a key that only the provider has: never "none", never a secret that is shared.
ALGORITHMS: Final = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512".split()
LEEWAY_SECONDS = 60
KEPT_SECONDS = 3600.0


class ProviderError(OrientirError):
    """The provider doesn't answer, or not as OIDC says."""

    code = "OIDC_UNAVAILABLE"

    def __init__(self) -> None:
        super().__init__(
            "Единый вход сейчас не отвечает. Попробуйте через минуту или войдите паролем."
        )


class IdentityError(AccessError):
    """What came back from the provider proves nobody's identity."""

    code = "OIDC_REFUSED"

    def __init__(self) -> None:
        super().__init__("Единый вход не подтвердил, кто вы. Начните вход заново.")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the provider tells of itself."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    secret_in_body: bool
    names_itself: bool
    read_at: float


class Provider:
    """One provider; what it tells of itself is kept for an hour."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._metadata: Metadata | None = None
        self._keys: KeySet | None = None

    async def address(self, started: Started, back: str) -> str:
        """Where to send a browser that is to come back to `back`; ProviderError."""
        metadata = await self.metadata()
        async with http_client(self.client, redirect_uri=back) as http:
            address, _ = http.create_authorization_url(
                metadata.authorization_endpoint,
                state=started.state,
                nonce=started.nonce,
                code_verifier=started.verifier,
            )
        return str(address)

    async def subject(self, code: str, started: Started, back: str, at: datetime) -> str:
        """Who came back with this code; IdentityError if it proves nobody, or ProviderError."""
        metadata = await self.metadata()
        method = "client_secret_post" if metadata.secret_in_body else "client_secret_basic"
        try:
            async with http_client(self.client, token_endpoint_auth_method=method) as http:
                answer = await http.fetch_token(
                    metadata.token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    redirect_uri=back,
                    code_verifier=started.verifier,
                )
        except AuthlibBaseError as error:
            raise IdentityError from error
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderError from error
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise IdentityError
        return await self._verified(token, started.nonce, at)

    async def metadata(self) -> Metadata:
        """What the provider tells of itself; ProviderError."""
        kept = self._metadata
        if kept is None or time.monotonic() - kept.read_at > KEPT_SECONDS:
            address = self.client.issuer.rstrip("/") + "/.well-known/openid-configuration"
            kept = self._metadata = self._checked(await self._read(address))
            self._keys = None
        return kept

    def _checked(self, told: dict[str, Any]) -> Metadata:
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        addresses = {name: told.get(name) for name in names}
        # An issuer that calls itself otherwise would sign for somebody else.
        if told.get("issuer") != self.client.issuer or not all(map(is_safe, addresses.values())):
            raise ProviderError
        methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        return Metadata(
            authorization_endpoint=str(addresses["authorization_endpoint"]),
            token_endpoint=str(addresses["token_endpoint"]),
            jwks_uri=str(addresses["jwks_uri"]),
            secret_in_body="client_secret_basic" not in methods,
            names_itself=bool(told.get("authorization_response_iss_parameter_supported")),
            read_at=time.monotonic(),
        )

    async def _verified(self, token: str, nonce: str, at: datetime) -> str:
        try:
            claims = (await self._decoded(token)).claims
            JWTClaimsRegistry(
                now=int(at.timestamp()),
                leeway=LEEWAY_SECONDS,
                iss={"essential": True, "value": self.client.issuer},
                aud={"essential": True, "value": self.client.id},
                sub={"essential": True},
                exp={"essential": True},
                iat={"essential": True},
                nonce={"essential": True, "value": nonce},
            ).validate(claims)
        except (JoseError, ValueError) as error:
            raise IdentityError from error
        # Made for several, or for another who passes it on: not meant for us alone.
        alone = claims["aud"] in (self.client.id, [self.client.id])
        if not alone or claims.get("azp", self.client.id) != self.client.id:
            raise IdentityError
        return str(claims["sub"])

    async def _decoded(self, token: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        fresh = self._keys is None
        keys = self._keys or await self._read_keys()
        try:
            return jwt.decode(token, keys, registry=registry)
        except InvalidKeyIdError:
            if fresh:
                raise
        # Providers change their keys: one more look, never a loop.
        return jwt.decode(token, await self._read_keys(), registry=registry)

    async def _read_keys(self) -> KeySet:
        told = await self._read((await self.metadata()).jwks_uri)
        try:
            self._keys = KeySet.import_key_set({"keys": told["keys"]})
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise ProviderError from error
        return self._keys

    async def _read(self, address: str) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(timeout=ANSWER_WITHIN_SECONDS) as http:
                answer = await http.get(address)
                answer.raise_for_status()
                told = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ProviderError from error
        if not isinstance(told, dict):
            raise ProviderError
        return told
