class Users:
    async def get(self, user_id: int) -> dict[str, str]:
        return {"name": f"user {user_id}"}


users = Users()
