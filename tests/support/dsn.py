"""Reports of non-delivery in the shapes that Postfix and Exchange give them; addresses and hosts are examples."""

from __future__ import annotations


def postfix(
    message_id: str, to: str, *, action: str = "failed", status: str = "5.1.1", returned: str = "headers"
) -> bytes:
    """As Postfix writes it: text, message/delivery-status, and the letter or its headers."""
    kind = "text/rfc822-headers" if returned == "headers" else "message/rfc822"
    body = "\r\n\r\nText\r\n" if returned == "whole" else "\r\n"
    return f"""Return-Path: <>\r
From: MAILER-DAEMON@relay.example (Mail Delivery System)\r
Subject: Undelivered Mail Returned to Sender\r
To: bulletins@zhumadian.example\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status;\r
\tboundary="4F1A2.1582115400/relay.example"\r
\r
This is a MIME-encapsulated message.\r
\r
--4F1A2.1582115400/relay.example\r
Content-Description: Notification\r
Content-Type: text/plain; charset=us-ascii\r
\r
This is the mail system at host relay.example.\r
\r
--4F1A2.1582115400/relay.example\r
Content-Description: Delivery report\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; relay.example\r
X-Postfix-Queue-ID: 4F1A2\r
X-Postfix-Sender: rfc822; bulletins@zhumadian.example\r
Arrival-Date: Wed, 19 Feb 2020 20:30:00 +0800 (CST)\r
\r
Final-Recipient: rfc822; {to}\r
Original-Recipient: rfc822;{to}\r
Action: {action}\r
Status: {status}\r
Remote-MTA: dns; mx.county.example\r
Diagnostic-Code: smtp; 550 {status} <{to}>: Recipient address rejected: User\r
    unknown in virtual mailbox table\r
\r
--4F1A2.1582115400/relay.example\r
Content-Description: Undelivered Message\r
Content-Type: {kind}\r
\r
From: bulletins@zhumadian.example\r
To: {to}\r
Subject: a\r
Message-ID: {message_id}\r
{body}\r
--4F1A2.1582115400/relay.example--\r
""".encode()


def exchange(message_id: str, to: str, *, action: str = "failed", status: str = "5.1.10") -> bytes:
    """As Exchange writes it: HTML first, no original recipient, and the letter named by In-Reply-To only."""
    return f"""From: <postmaster@county.example>\r
To: <bulletins@zhumadian.example>\r
Date: Wed, 19 Feb 2020 12:31:00 +0000\r
Content-Type: multipart/report; report-type=delivery-status;\r
\tboundary="8c3ce9b2-0f6e-4e0b"\r
X-MS-Exchange-Message-Is-Ndr:\r
Content-Language: zh-CN\r
Message-ID: <ndr@county.example>\r
In-Reply-To: {message_id}\r
References: {message_id}\r
Subject: =?utf-8?B?5peg5rOV5Lyg6YCS?=\r
Auto-Submitted: auto-replied\r
MIME-Version: 1.0\r
\r
--8c3ce9b2-0f6e-4e0b\r
Content-Type: multipart/alternative; boundary="inner"\r
\r
--inner\r
Content-Type: text/html; charset="utf-8"\r
Content-Transfer-Encoding: quoted-printable\r
\r
<html><body>=E6=97=A0=E6=B3=95</body></html>\r
--inner--\r
\r
--8c3ce9b2-0f6e-4e0b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns;EX01.county.example\r
Received-From-MTA: dns;relay.example\r
\r
Final-recipient: RFC822;{to.upper()}\r
Action: {action}\r
Status: {status}\r
Diagnostic-code: smtp;550 {status} RESOLVER.ADR.RecipientNotFound; not found\r
X-Display-Name: {to}\r
\r
--8c3ce9b2-0f6e-4e0b--\r
""".encode()
