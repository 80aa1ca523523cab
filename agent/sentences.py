"""The agent's sentences, once in each language: Korean, English. Command first; Korean in 해요체."""

from __future__ import annotations

from typing import Dict, Tuple

SENTENCES: Dict[str, Tuple[str, str]] = {
    # Folders and files
    "home_unusable": (
        "{folder} 폴더를 쓸 수 없어요: {reason}",
        "The folder {folder} cannot be used: {reason}",
    ),
    "home_not_yours": (
        "{folder} 폴더의 주인이 다른 사용자예요. 그 사용자나 root로 실행해 주세요.",
        "The folder {folder} belongs to another user. Run this as that user, or as root.",
    ),
    "home_open": (
        "chmod 700 {folder}\n다른 사용자도 이 폴더를 쓸 수 있어서 (권한 {mode}) 멈췄어요.",
        "chmod 700 {folder}\nI stopped, because other users may use this folder (mode {mode}).",
    ),
    "file_unusable": ("{file} 파일을 쓸 수 없어요: {reason}", "The file {file} cannot be used: {reason}"),
    "secret_open": (
        "chmod 600 {file}\n다른 사용자도 이 파일을 읽을 수 있어서 (권한 {mode}) 쓰지 않았어요.",
        "chmod 600 {file}\nI did not use this file, because other users may read it (mode {mode}).",
    ),
    "secret_not_yours": (
        "{file} 파일의 주인이 다른 사용자라서 쓰지 않았어요.",
        "I did not use {file}, because it belongs to another user.",
    ),
    # Reaching the server
    "address_wrong": (
        "서버 주소가 아니에요: {address}\nhttps://bot.example.com 처럼 적어 주세요.",
        "That is no server address: {address}\nWrite it like https://bot.example.com",
    ),
    "address_plain": (
        "https 주소가 필요해요: {address}\nhttp는 이 컴퓨터 자신(127.0.0.1)에게만 써요.",
        "It must be an https address: {address}\nPlain http is used only for this machine itself (127.0.0.1).",
    ),
    "proxy_wrong": (
        "HTTPS_PROXY 값을 쓸 수 없어요. http://프록시주소:포트 모양이어야 해요.",
        "The value of HTTPS_PROXY cannot be used. It should look like http://proxy.example.com:3128",
    ),
    "no_answer": (
        "{address} 서버에 연결하지 못했어요: {why}",
        "The server {address} cannot be reached: {why}",
    ),
    "dns": ("이름을 찾을 수 없어요", "its name cannot be looked up"),
    "tls": (
        "인증서를 확인할 수 없어요. 회사 프록시가 있다면 그 CA를 이 시스템에 설치해 주세요",
        "its certificate cannot be verified. Behind a company proxy, install that proxy's CA on this system",
    ),
    "timeout": ("시간 안에 답이 없어요", "no answer in time"),
    "refused": ("연결을 거절했어요", "the connection was refused"),
    "unreachable": ("네트워크로 닿지 않아요", "the network does not lead there"),
    "proxy": ("프록시가 연결을 거절했어요", "the proxy refused the connection"),
    "redirected": (
        "다른 주소로 넘기려 해서 멈췄어요. 관리자에게 받은 주소를 그대로 써 주세요",
        "it wanted to send me elsewhere, so I stopped. Use the address exactly as you were given it",
    ),
    "strange": ("setupbot 서버가 아닌 것 같아요", "it does not look like a setupbot server"),
    # Enrolling
    "ask_code": ("Slack에서 받은 코드 (화면에 보이지 않아요): ", "Code from Slack (it is not shown): "),
    "code_wrong": (
        "코드가 아니에요. 4글자씩 6묶음인 코드를 Slack에서 /docker-check add NAME 으로 받으세요.",
        "That is no code. Get one in Slack with /docker-check add NAME: six groups of four characters.",
    ),
    "code_refused": (
        "코드를 쓸 수 없어요. 15분이 지났거나 이미 썼을 수 있어요. Slack에서 /docker-check add NAME 으로 새로 받으세요.",
        "The code does not work any more: it may be older than 15 minutes, or used. Get a new one in Slack with /docker-check add NAME",
    ),
    "server_unproven": (
        "이 서버는 코드를 만든 서버가 아니거나, 코드가 틀렸거나 기한이 지났어요. 비밀은 아무것도 보내지 않았어요.\n주소를 확인하고 Slack에서 코드를 새로 받아 주세요.",
        "This server did not make your code, or the code is mistyped or too old. Nothing secret was sent.\nCheck the address, and get a new code in Slack.",
    ),
    "already_joined": (
        "{me} leave\n이 컴퓨터는 이미 {server}에 등록되어 있어요 (이름: {name}). 먼저 등록을 끝내 주세요.",
        "{me} leave\nThis machine is already enrolled with {server} as {name}. Leave first.",
    ),
    "refused_by_server": (
        "서버가 거절했어요 ({code}). {message}",
        "The server said no ({code}). {message}",
    ),
    "joined": (
        "등록했어요 (이름: {name}). Slack에서 주인에게 확인 메시지가 갔어요.",
        "Enrolled as {name}. Its owner has a message in Slack to confirm it.",
    ),
    "joined_next": (
        "{me} run\n이 명령이 실행되는 동안 검사를 받아요. 시스템 서비스로 만들려면 root로 enroll --service 를 쓰세요.",
        "{me} run\nChecks are answered while this runs. For a system service, enroll as root with --service.",
    ),
    "looks_at": (
        "볼 수 있는 범위: {level}. {me} policy show 로 보고, {me} policy set 으로 바꿔요.",
        "It may look at: {level}. See it with {me} policy show, change it with {me} policy set.",
    ),
    "need_name": (
        "--name 이름 을 덧붙여 주세요. Slack의 /docker-check add NAME 에 쓴 이름이에요.",
        "Add --name NAME: the name you gave to /docker-check add in Slack.",
    ),
    "no_user": (
        "누구에 대해 답할지 모르겠어요. --user 이름 을 덧붙여 주세요.",
        "I cannot tell whose Docker access to look at. Add --user NAME.",
    ),
    # Running
    "not_joined": (
        "{me} enroll https://bot.example.com\n아직 등록되지 않았어요. 코드는 Slack에서 /docker-check add NAME 으로 받아요.",
        "{me} enroll https://bot.example.com\nThis machine is not enrolled yet. Get a code in Slack with /docker-check add NAME.",
    ),
    "system_has_it": (
        "sudo로 실행해 주세요. 이 컴퓨터의 에이전트는 시스템의 것이라 {folder}에 있어요.",
        "Run it with sudo: the agent of this machine is the system's, in {folder}.",
    ),
    "running_already": (
        "이미 실행 중이에요. 한 컴퓨터에서 하나만 실행돼요.",
        "It is running already; one machine runs one of them.",
    ),
    "running": (
        "{server}에서 {name}에 대한 요청을 기다려요. 끝내려면 Ctrl+C.",
        "Waiting for checks of {name} from {server}. Ctrl+C ends it.",
    ),
    "stopped": ("끝냈어요.", "Stopped."),
    "revoked": (
        "등록이 해지되어 키를 지우고 멈췄어요. 다시 등록하려면 Slack에서 /docker-check add NAME 으로 코드를 받으세요.",
        "This host was revoked: its key is deleted and I have stopped. To enroll again, get a code in Slack with /docker-check add NAME.",
    ),
    "quarantined": (
        "같은 키를 쓰는 컴퓨터가 둘이라서 서버가 이 호스트를 멈춰 두었고, 저도 더는 보지 않아요.\n복제한 컴퓨터라면 여기서 {me} leave 를 실행하고 새 코드로 등록해 주세요.",
        "Two machines use this key, so the server has put this host on hold and I no longer look at anything.\nIf this machine is a copy, run {me} leave here and enroll it with a code of its own.",
    ),
    "upgrade": (
        "서버가 이 에이전트({version})와 통하지 않아요. 서버의 /agent.pyz 를 새로 받아 주세요. 서비스라면 그 파일로 enroll --service 를 다시 실행하면 돼요. {message}",
        "The server does not speak with this agent ({version}). Download the server's /agent.pyz anew; for a service, run its enroll --service again. {message}",
    ),
    "trouble": (
        "서버에 닿지 않아 다시 시도해요: {why}",
        "The server cannot be reached, I keep trying: {why}",
    ),
    "reached": ("서버에 다시 연결됐어요.", "The server is back."),
    "job_taken": (
        "{asker} 요청으로 확인해요: {count}가지",
        "Looking, for {asker}: {count} facts",
    ),
    "job_sent": ("보냈어요.", "Sent."),
    "job_dropped": ("결과를 서버가 받지 않았어요 ({code}).", "The server did not take the result ({code})."),
    "job_refused": ("요청을 거절했어요: {code} {detail}", "A request was refused: {code} {detail}"),
    "key_changed": ("키를 새것으로 바꿨어요.", "The key was replaced by a new one."),
    "policy_broken": (
        "{file} 정책 파일을 이해할 수 없어서 아무것도 보지 않아요: {reason}\n{me} policy set --level files 로 새로 만들 수 있어요.",
        "I look at nothing, because the policy file {file} is not understood: {reason}\n{me} policy set --level files writes a new one.",
    ),
    # Policy
    "policy_nothing": (
        "{me} policy set --help\n무엇을 바꿀지 적어 주세요. 아무것도 바꾸지 않았어요.",
        "{me} policy set --help\nSay what to change. Nothing was changed.",
    ),
    "policy_saved": ("정책을 저장했어요.", "The policy is saved."),
    "policy_value": ("그 값은 쓸 수 없어요: {reason}", "That value does not work: {reason}"),
    "policy_fact": (
        "모르는 항목이에요: {name}. 아는 항목: {known}",
        "{name} is nothing that I look at. I know: {known}",
    ),
    "root_equivalent": (
        "주의: Docker API를 읽을 수 있다는 것은 root와 같은 권한이에요. 에이전트를 실행하는 사용자가 docker 그룹에 있어야 해요.",
        "Careful: who may use the Docker API has rights equal to root. The user that runs the agent must be in the group docker.",
    ),
    "service_group": (
        "서비스가 docker 그룹 권한으로 다시 시작됐어요.",
        "The service was restarted with the rights of the group docker.",
    ),
    "service_no_group": (
        "docker 그룹이 아직 없어서 서비스에 주지 못했어요. Docker를 설치한 뒤에 이 명령을 다시 실행해 주세요.",
        "There is no group docker yet to give to the service. Run this command again once Docker is installed.",
    ),
    "service_narrowed": (
        "서비스에서 docker 그룹 권한을 뺐어요.",
        "The rights of the group docker were taken from the service.",
    ),
    "level_files": (
        "files: 시스템 파일, /proc, 정해진 명령 몇 개",
        "files: system files, /proc, a few fixed commands",
    ),
    "level_docker": ("docker: files와 Docker API 읽기", "docker: files, and reading the Docker API"),
    "level_active": (
        "active: docker와 hello-world 실행",
        "active: docker, and running hello-world",
    ),
    "policy_level": ("범위", "level"),
    "policy_denied": ("보지 않는 항목", "never looked at"),
    "policy_askers": ("요청할 수 있는 사람", "who may ask"),
    "policy_users": ("물어볼 수 있는 사용자", "users that may be asked about"),
    "policy_rate": ("시간당 요청 수", "requests an hour"),
    "policy_paused": ("일시 정지", "paused"),
    "everyone": ("서버가 허락한 모두", "all whom the server lets"),
    "none": ("없음", "none"),
    "yes": ("예", "yes"),
    "no": ("아니요", "no"),
    "new_facts": (
        "새 버전이 볼 수 있게 된 항목은 아직 허락되지 않았어요: {names}\n{me} policy set --level {level} 로 허락할 수 있어요.",
        "This version learnt to look at more, which you have not granted: {names}\n{me} policy set --level {level} grants it.",
    ),
    "paused": (
        "멈췄어요. 다시 {me} resume 을 실행할 때까지 모든 요청을 거절해요.",
        "Paused: every request is refused until you run {me} resume.",
    ),
    "resumed": ("다시 요청에 답해요.", "Requests are answered again."),
    # Status
    "status_home": ("폴더", "folder"),
    "status_server": ("서버", "server"),
    "status_name": ("이름", "name"),
    "status_key": ("키", "key"),
    "status_running": ("실행 중", "running"),
    "status_seen": ("서버와 마지막 연결", "last word from the server"),
    "status_trouble": ("지금 문제", "trouble now"),
    "status_last": ("마지막 요청", "last request"),
    "status_version": ("버전", "version"),
    # Log
    "log_empty": ("아직 기록이 없어요.", "Nothing is logged yet."),
    "log_whole": (
        "기록 {count}줄이 모두 이어져 있어요. 마지막 해시: {head}",
        "All {count} lines of the log hang together. The last hash is {head}",
    ),
    "log_let_go": (
        "그 앞의 {count}줄은 기록이 길어져서 스스로 지웠어요.",
        "The {count} lines before them were let go as the log grew.",
    ),
    "log_changed": ("기록의 이 줄이 바뀌었어요: {where}", "This line of the log was changed: {where}"),
    "log_strange": ("기록의 줄이 아니에요: {where}", "This is no line of the log: {where}"),
    "log_gap": (
        "{where} 바로 앞의 기록이 없어졌어요.",
        "Of the log, what stood just before {where} is missing.",
    ),
    "log_beginning": (
        "기록의 시작이 없어졌어요. 남은 것은 {where}부터예요.",
        "The beginning of the log is missing; what is left starts at {where}.",
    ),
    "log_cut": (
        "기록의 끝이 잘렸어요. {where}번째 줄부터 없어요.",
        "The end of the log was cut off: line number {where} and all after it are missing.",
    ),
    "log_no_end": (
        "남은 줄은 이어져 있지만, {where} 파일이 없어서 끝이 잘렸는지 알 수 없어요.",
        "What is left hangs together, but without the file {where} I cannot tell whether the end was cut off.",
    ),
    "not_logged": (
        "이 일은 {file}에 기록하지 못했어요. 다른 프로세스가 붙잡고 있거나 디스크가 가득 찼어요.",
        "This could not be logged in {file}: another process holds it, or the disk is full.",
    ),
    "log_busy": (
        "다른 프로세스가 {file} 파일을 붙잡고 있어서 기록하지 못했고, 그래서 바꾸지 않았어요.\nsystemctl stop setupbot-agent 로 서비스를 멈춘 뒤 다시 해 보세요. 누가 붙잡는지는 fuser -v {file}",
        "Another process holds {file}, so this could not be logged, and was not done.\nStop the service with systemctl stop setupbot-agent and try again; fuser -v {file} says who holds it.",
    ),
    # Leaving
    "left": (
        "등록을 끝냈어요. 키를 지웠고 서버에도 알렸어요.",
        "Left: the key is deleted and the server knows.",
    ),
    "left_alone": (
        "키를 지웠어요. 서버에는 알리지 못했어요 ({why}): Slack에서 /docker-check remove {name} 을 실행해 주세요.",
        "The key is deleted. The server could not be told ({why}): say /docker-check remove {name} in Slack.",
    ),
    "log_stays": ("기록은 {file}에 남아 있어요.", "The log stays in {file}."),
    # Service
    "need_root": (
        "sudo로 실행해 주세요. 시스템 서비스는 root만 만들 수 있어요.",
        "Run it with sudo: only root can make a system service.",
    ),
    "need_systemd": (
        "이 시스템은 systemd로 시작되지 않아서 서비스를 만들 수 없어요. sudo와 --service 없이 등록한 뒤 {me} run 을 켜 두세요.",
        "This system was not started by systemd, so there can be no service. Enroll without sudo and --service, then keep {me} run going.",
    ),
    "need_pyz": (
        "서비스는 내려받은 setupbot-agent.pyz 로만 만들 수 있어요.",
        "A service is made from the downloaded setupbot-agent.pyz only.",
    ),
    "service_failed": (
        "서비스를 만들지 못했어요: {command}\n{reason}",
        "The service could not be made: {command}\n{reason}",
    ),
    "service_started": (
        "서비스가 시작됐어요. 상태: systemctl status {me}",
        "The service is running. Look at it with: systemctl status {me}",
    ),
    "service_updated": (
        "이미 등록되어 있어요 (이름: {name}). 서비스만 이 파일로 바꿨고, 정책은 그대로예요.",
        "Already enrolled as {name}: the service now runs this file, its policy is as it was.",
    ),
    "service_removed": ("서비스를 없앴어요.", "The service is removed."),
    # Observing here
    "once_title": ("{user} 기준으로 {ms} ms 동안 봤어요.", "Looked for {ms} ms, about {user}."),
    "could_not": ("볼 수 없음", "could not look"),
    "own_bug": (
        "에이전트 안에서 문제가 생겼어요: {kind} ({where})",
        "Something went wrong inside the agent: {kind} ({where})",
    ),
}
