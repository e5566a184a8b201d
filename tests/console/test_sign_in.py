"""Signing in: who gets in, who does not, and for how long."""

from datetime import timedelta

from console.visits import COOKIE, token_hash
from tests.console.city import PASSWORD, City
from tests.console.person import NewPerson, SignIn


async def test_the_right_password_opens_the_desk(somebody: NewPerson) -> None:
    person = await somebody()
    await person.sign_in("operator", PASSWORD)
    assert (person.status, person.path) == (200, "/queues/review")
    cookie = person.cookie(COOKIE)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/console")


async def test_a_wrong_password_and_an_unknown_login_read_the_same(somebody: NewPerson) -> None:
    person = await somebody()
    wrong = await person.sign_in("operator", "not it at all")
    assert (person.status, person.cookie(COOKIE)) == (401, None)
    unknown = await person.sign_in("nobody-here", "not it at all")
    assert person.status == 401
    assert wrong.replace("operator", "") == unknown.replace("nobody-here", "")
    assert "登录名或密码不对" in wrong


async def test_the_typed_login_stays_and_the_password_does_not(somebody: NewPerson) -> None:
    person = await somebody()
    await person.sign_in("operator", "not it at all")
    assert person.form("/sign-in")["login"] == "operator"
    assert "not it at all" not in person.text


async def test_after_three_wrong_guesses_even_the_right_password_waits(somebody: NewPerson, city: City) -> None:
    person = await somebody()
    for _ in range(3):
        await person.sign_in("operator", "guess number one")
    await person.sign_in("operator", PASSWORD)
    assert person.status == 429
    assert "15 分钟后再试" in person.text
    city.clock.pass_time(timedelta(minutes=16))
    await person.sign_in("operator", PASSWORD)
    assert person.status == 200


async def test_an_address_that_tries_many_logins_is_slowed_down_too(somebody: NewPerson) -> None:
    person = await somebody()
    for each in range(6):
        await person.sign_in(f"login-{each}", "guess number one")
        assert person.status == 401
    await person.sign_in("second", PASSWORD)
    assert person.status == 429


async def test_people_of_one_office_who_sign_in_rightly_do_not_use_up_the_address(somebody: NewPerson) -> None:
    for _ in range(8):
        person = await somebody()
        await person.sign_in("operator", PASSWORD)
        assert person.status == 200


async def test_signing_out_revokes_the_session_for_whoever_kept_the_cookie(
    sign_in: SignIn, somebody: NewPerson
) -> None:
    person = await sign_in("operator")
    kept = person.cookie(COOKIE).value
    await person.submit("/sign-out")
    thief = await somebody()
    thief.client.session.cookie_jar.update_cookies({COOKIE: kept}, thief.client.make_url("/console/"))
    await thief.open("/queues/review")
    assert thief.path.startswith("/sign-in")


async def test_a_session_ends_by_itself(sign_in: SignIn, city: City) -> None:
    person = await sign_in("operator")
    city.clock.pass_time(timedelta(hours=12, seconds=1))
    await person.open("/queues/review")
    assert person.path.startswith("/sign-in")


async def test_disabling_an_account_ends_its_session_at_once(sign_in: SignIn) -> None:
    operator, administrator = await sign_in("operator"), await sign_in("administrator")
    await administrator.open("/accounts")
    await administrator.submit("/accounts/operator/disable")
    assert "账号已停用" in administrator.text
    await operator.open("/queues/review")
    assert operator.path.startswith("/sign-in")
    await operator.sign_in("operator", PASSWORD)
    assert operator.status == 401


async def test_only_the_hash_of_a_session_is_stored(sign_in: SignIn, city: City) -> None:
    token = (await sign_in("operator")).cookie(COOKIE).value
    with city.database.units_of_work(write=False) as uow:
        assert uow.accounts.session_account(token, city.clock.now()) is None
        found = uow.accounts.session_account(token_hash(token), city.clock.now())
    assert found is not None
    assert found.login == "operator"


async def test_signing_in_leads_back_to_the_page_one_wanted_and_nowhere_else(somebody: NewPerson) -> None:
    person = await somebody()
    await person.open("/knowledge")
    await person.submit("/sign-in", login="operator", password=PASSWORD)
    assert person.path == "/knowledge"
    await person.submit("/sign-out")
    await person.open("/sign-in")
    await person.submit("/sign-in", login="operator", password=PASSWORD, next="//evil.example/console/")
    assert person.path == "/queues/review"


async def test_a_sign_in_form_without_our_token_is_refused(somebody: NewPerson) -> None:
    person = await somebody()
    await person.post("/sign-in", {"login": "operator", "password": PASSWORD})
    assert (person.status, person.cookie(COOKIE)) == (403, None)


async def test_changing_the_password_asks_for_the_old_one_and_ends_every_session(sign_in: SignIn) -> None:
    person, elsewhere = await sign_in("operator"), await sign_in("operator")
    await person.open("/password")
    new = "a much longer passphrase"
    await person.submit("/password", old_password="wrong wrong wrong", password=new, password_again=new)
    assert person.status == 422
    await person.submit("/password", old_password=PASSWORD, password=new, password_again=new)
    assert person.path.startswith("/sign-in")
    await elsewhere.open("/queues/review")
    assert elsewhere.path.startswith("/sign-in")
    await person.sign_in("operator", new)
    assert person.status == 200
