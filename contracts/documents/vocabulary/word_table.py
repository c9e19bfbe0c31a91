# ruff: noqa: RUF001 - the words are in nine languages
"""The words by which a design document is recognised, in nine languages. The one data table; `words` looks things up.

Each value holds words separated by commas, in lower case: English, Korean, Chinese, Japanese, Spanish, Portuguese,
French, Turkish, Vietnamese. Of several rows of a table with the same word the first counts.
"""

from __future__ import annotations

from typing import Final

# What a column holds.
HEADER_WORDS: Final = {
    "event": """
        event, event name, event type, event key, eventtype, event_type, event / message, message, message type,
        message name, domain event, integration event, business event, event class, evt, event id / name,
        webhook event, message types, event types, events, 이벤트, 이벤트명, 이벤트 이름, 이벤트 타입,
        이벤트 유형, 메시지, 事件, 事件名, 事件名称,
        事件类型, 消息, 消息类型, イベント, イベント名, イベントタイプ, イベント種別, メッセージ, evento,
        nombre del evento, tipo de evento, mensaje, nome do evento, mensagem, événement, evenement, évènement,
        nom de l'événement, type d'événement, olay, olay adı, mesaj, sự kiện, tên sự kiện, thông điệp""",
    "topic": """
        topic, topic name, kafka topic, channel, channel name, subject, nats subject, address, sns topic,
        topic/event, event topic, event/topic, stream, 토픽, 채널, 主题, 话题, 频道, トピック, チャネル,
        チャンネル, tópico, topico, canal, sujet, konu, kanal, chủ đề, kênh""",
    "routing_key": """
        routing key, routingkey, routing_key, binding key, routing, 라우팅 키, 라우팅키, 路由键,
        ルーティングキー, clave de enrutamiento, clave de ruteo, chave de roteamento, clé de routage,
        yönlendirme anahtarı, khóa định tuyến""",
    "exchange": """
        exchange, exchange name, 익스체인지, 交换机, エクスチェンジ, intercambio, exchange / topic, échange""",
    "queue": """
        queue, queue name, sqs queue, 큐, 队列, キュー, cola, fila, file d'attente, kuyruk, hàng đợi""",
    "producer": """
        producer, publisher, published by, produced by, emitter, emitted by, sender, sent by, source service,
        publishing service, producing service, producer service, publisher service, raised by, fired by,
        originator, owner service, event source, emits, triggered by service, producer / publisher, producer(s),
        source, origin, 발행, 발행자, 발행 서비스, 생산자, 프로듀서, 퍼블리셔, 발신, 송신, 生产者, 发布者,
        生产方, 发布方, 发送方, 发送者, 发布服务, 来源, プロデューサー, プロデューサ, 発行元, 発行者,
        発行サービス, 送信元, パブリッシャー, 生産者, productor, publicador, emisor, publicado por,
        servicio productor, produtor, emissor, produzido por, producteur, émetteur, emetteur, éditeur,
        publié par, émis par, üretici, üreticiler, yayıncı, yayınlayan, gönderen, üreten, nhà sản xuất, bên phát,
        nguồn phát, bên gửi, người gửi, publicateur, 発行側, 送信側, 발행 bc, 발행 측, 生产服务, producer module,
        publishing module""",
    "consumer": """
        consumer, subscriber, consumed by, listener, receiver, received by, handler, handled by, subscribed by,
        consuming service, consumer service, subscriber service, subscribing service, consumer(s),
        subscriber(s), recipient, listened by, used by, target service, event handler, downstream,
        reacting service, handler service, subscription service, 구독, 구독자, 구독 서비스, 소비자, 컨슈머,
        수신자, 수신, 수신 서비스, 소비 서비스, 消费者, 订阅者, 消费方, 订阅方, 接收方, 消费服务,
        コンシューマー, コンシューマ, 購読者, 購読元, 購読サービス, 受信者, 受信側, サブスクライバー, 消費者,
        consumidor, suscriptor, consumido por, receptor, assinante, subscritor, consommateur, abonné, abonne,
        consommé par, tüketici, tüketiciler, abone, aboneler, dinleyen, dinleyenler, alıcı, alıcılar, tüketen,
        người tiêu thụ, bên nhận, bên tiêu thụ,
        người nhận, 処理先, 処理先サービス, 購読先, 受信先, 通知先, 구독 bc, 수신 bc, 구독 측, 订阅服务, 接收服务,
        监听者, 监听方, 监听器, consumer module, consuming module""",
    "publishes": """
        publishes, published events, produces, events published, produced events, emitted events,
        events produced, events emitted, outgoing events, publishes events, publish, outbound events,
        발행 이벤트, 发布事件, 发布的事件, 発行イベント, publica, eventos publicados, eventos emitidos, publie,
        événements publiés, yayınlanan olaylar, yayınlar, sự kiện phát ra, phát""",
    "consumes": """
        consumes, consumed events, subscribes, subscribes to, listens to, events consumed, subscribed events,
        incoming events, consumes events, listens, inbound events, reacts to, 구독 이벤트, 소비 이벤트,
        订阅事件, 消费事件, 消费的事件, 購読イベント, consume, eventos consumidos, consomme,
        événements consommés, tüketilen olaylar, dinler, sự kiện tiêu thụ, tiêu thụ""",
    "flow": """
        flow, direction, parties, producer → consumer, producer -> consumer, producer/consumer, producer / consumer,
        from → to, from -> to, from/to, publisher → subscriber, publisher/subscriber, 흐름, 流向, 方向, 流れ, flujo,
        fluxo, flux, akış, luồng""",
    "method": """
        method, http method, verb, http verb, http, 메서드, 메소드, http 메서드, 方法, 请求方法, 请求方式,
        メソッド, httpメソッド, método, metodo, método http, verbo, méthode, methode, metot, yöntem, metod,
        phương thức""",
    "path": """
        path, endpoint, url, uri, route, api, api path, resource path, endpoint path, url path, api endpoint,
        endpoint url, http endpoint, rest endpoint, 경로, 엔드포인트, 주소, 路径, 接口, 端点, 请求路径,
        接口路径, 地址, パス, エンドポイント, ruta, ruta / endpoint, punto de acceso, caminho, rota, chemin,
        point d'accès, route / endpoint, yol, uç nokta, đường dẫn, điểm cuối""",
    "from": """
        from, caller, calling service, from service, source / from, called by, client service, invoker,
        requester, called from, 호출자, 호출 서비스, 요청 서비스, 호출 측, 调用方, 调用者, 来自, 呼び出し元,
        呼出元, 発信元, desde, de, llamador, origen, origem, chamador, cliente, appelant, depuis, çağıran,
        kimden, kaynak, bên gọi, từ""",
    "to": """
        to, callee, called service, to service, target, destination, provider, provider service, server service,
        destination service, 대상, 제공자, 호출 대상, 대상 서비스, 수신처, 被调用方, 目标, 提供方, 提供者,
        目标服务, 呼び出し先, 呼出先, 宛先, 提供者側, a, hacia, para, destino, proveedor, provedor, vers, cible,
        destinataire, fournisseur, hedef, kime, sağlayıcı, đến, đích, bên cung cấp""",
    "service": """
        service, service name, microservice, micro-service, bounded context, service / module, owning service,
        default service, svc, 서비스, 서비스명, 서비스 이름, 마이크로서비스, 服务, 微服务, 服务名, 服务名称, サービス,
        サービス名, マイクロサービス, servicio, microservicio, nombre del servicio, serviço, servico,
        microsserviço, microserviço, nom du service, hizmet, servis, mikroservis, servis adı, dịch vụ,
        tên dịch vụ""",
    "component": """
        component, 컴포넌트, 组件, コンポーネント, componente, composant, bileşen, thành phần""",
    "responsibility": """
        responsibility, responsibilitie, responsibilities, purpose, role, primary responsibility,
        core responsibility, 책임, 역할, 담당, 职责, 责任, 責務, 責任, 役割, responsabilidad, responsabilidade,
        responsabilité, rôle, sorumluluk, görev, trách nhiệm, nhiệm vụ""",
    "tech_stack": """
        tech stack, stack, technology, technologie, tech, technology stack, framework, language, runtime,
        기술 스택, 기술스택, 技术栈, 技术, 技術スタック, tecnología, tecnologia, pila tecnológica, technologies,
        pile technique, teknoloji, teknoloji yığını, công nghệ""",
    "protocol": """
        protocol, transport, 프로토콜, 协议, プロトコル, protocolo, protocole, protokol, giao thức""",
    "pattern": """
        pattern, communication, communication pattern, interaction, sync/async, 패턴, 통신 패턴, 模式, 通信模式,
        パターン, patrón, padrão, patron, motif, desen, mẫu""",
    "auth": """
        auth, authentication, authorization, auth required, security, access, scope, 인증, 권한, 认证, 鉴权,
        权限, 認証, 認可, autenticación, autenticação, authentification, kimlik doğrulama, yetki, xác thực""",
    "field": """
        field, field name, property, property name, attribute, attribute name, key, name, parameter, param,
        json field, payload field, argument, element, member, 필드, 필드명, 속성, 이름, 키, 字段, 字段名,
        字段名称, 参数, 参数名, 属性, 名称, フィールド, フィールド名, 項目, 項目名, プロパティ, キー, campo,
        nombre, atributo, propiedad, parámetro, nome, propriedade, parâmetro, champ, nom, attribut, propriété,
        paramètre, alan, alan adı, özellik, parametre, trường, tên trường, thuộc tính""",
    "type": """
        type, data type, datatype, field type, json type, value type, schema, 타입, 자료형, 데이터 타입, 유형,
        형식, 类型, 数据类型, 型, データ型, タイプ, tipo, tipo de dato, tipo de dados, type de données, tip,
        tür, veri tipi, kiểu, kiểu dữ liệu, loại""",
    "required": """
        required, mandatory, required?, req, req., is required, presence, 필수, 필수 여부, 필수여부, 必填, 必须,
        是否必填, 是否必须, 必须项, 必須, 必須か, requerido, obligatorio, obrigatório, obrigatorio, requis,
        obligatoire, zorunlu, gerekli, bắt buộc""",
    "optional": """
        optional, nullable, optional?, nullable?, 선택, 可选, 任意, opcional, optionnel, facultatif, opsiyonel,
        tùy chọn""",
    "values": """
        values, allowed values, enum, enum values, possible values, 허용값, 허용 값, 枚举值, 可选值, 許容値,
        valores, valeurs, değerler, giá trị""",
    "version": """
        version, schema version, ver, ver., event version, 버전, 版本, バージョン, versión, versão, sürüm,
        versiyon, phiên bản""",
    "payload": """
        payload, data, body, payload fields, key fields, payload (summary), event data, payload schema,
        payload summary, key payload, key payload fields, payload example, main fields, contents, business fields,
        data fields, minimal payload, carries, payload type, 페이로드, 주요 필드, 주요 데이터, 전달 데이터,
        데이터, 携带数据, 业务字段, 事件数据, 主要字段, 关键字段, 数据字段, 主なフィールド, 含まれるデータ,
        campos de negocio, campos clave, campos principales, campos principais, contenido, champs clés,
        champs principaux, contenu, içerik, alanlar, trường dữ liệu, các trường, 载荷, 数据, 消息体, 负载,
        ペイロード, データ, carga, carga útil, datos, dados, conteúdo,
        charge utile, données, veri, yük, dữ liệu, nội dung, minimum payload, required payload, payload mínimo,
        payload minimo, datos mínimos, dados mínimos, payload minimal, charge utile minimale""",
    "description": """
        description, note, notes, comment, remarks, meaning, details, desc, summary, use case, 설명, 비고, 용도,
        说明, 描述, 备注, 説明, 備考, 用途, descripción, notas, descrição, notes / description, remarque,
        açıklama, not, mô tả, ghi chú, explanation, constraints, trigger, when, purpose / description, action,
        effect, semantics, purpose of event, ý nghĩa, mục đích, cuándo se emite, cuándo, quando, quand,
        ne zaman, khi nào, 触发时机, 発生条件, 発生タイミング, 발생 시점, 발행 시점, 트리거, 触发条件, 触发,
        トリガー, disparador, gatilho, déclencheur, tetikleyici""",
    "status": """
        status, state, 상태, 状态, 状態, estado, statut, durum, trạng thái, lifecycle""",
    "expected": """
        expected, expected status, expected result, expected response, test, test case, test id, scenario,
        actual, expected output, result, assertion, 예상, 기대 결과, 테스트, 预期, 预期结果, 测试, 测试用例,
        期待値, テスト, prueba, resultado esperado, teste, résultat attendu, beklenen, kỳ vọng""",
    "severity": """
        severity, priority, alert level, threshold, 심각도, 严重程度, 级别, 重大度, severidad, gravedad,
        severidade, gravité, sévérité, önem, mức độ""",
    "step": """
        step, steps, phase, 단계, 步骤, 手順, ステップ, paso, passo, étape, adım,
        bước""",
    "before": """
        before, after, old, new, current, old path, new path, 변경 전, 변경 후, 之前, 之后, 変更前, 変更後,
        antes, avant, après""",
}

# What a label in front of a block or a value says: `**Producer:** x`, `Response (201):`.
LABEL_WORDS: Final = {
    "request": """
        request, request body, body, request payload, request example, example request, request schema,
        sample request, input, body (json), json body, request json,
        request body (json), 요청, 요청 본문, 요청 바디, 요청 예시, 请求, 请求体, 请求示例, 请求参数体,
        请求 body, リクエスト, リクエストボディ, リクエスト例, solicitud, petición, cuerpo,
        cuerpo de la solicitud, requisição, corpo da requisição, corpo, requête, corps de la requête, corps,
        istek, istek gövdesi, yêu cầu, nội dung yêu cầu""",
    "response": """
        response, response body, success response, success, example response, response example, returns, output,
        result, sample response, response schema, successful response, 응답, 응답 본문, 성공 응답, 응답 예시,
        响应, 响应体, 成功响应, 返回, 响应示例, 返回示例, レスポンス, レスポンスボディ, 応答, 成功レスポンス,
        レスポンス例, respuesta, respuesta exitosa, resposta, resposta de sucesso, réponse, reponse,
        réponse de succès, yanıt, cevap, başarılı yanıt, phản hồi, kết quả""",
    "error": """
        error, error response, errors, error responses, error format, failure, failure response, error codes,
        에러, 오류, 에러 응답, 오류 응답, 실패 응답, 错误, 错误响应, 失败响应, 失败, エラー, エラーレスポンス,
        失敗, respuesta de error, erro, resposta de erro, erreur, réponse d'erreur, hata, hata yanıtı, lỗi""",
    "payload": """
        payload, event payload, payload schema, data, schema, message, message body, fields, event data,
        data fields, payload fields, event body, example, sample, event schema, message schema, payload example,
        example payload, event example, example event, json schema, sample payload, json, structure,
        message format, event structure, contract, properties, 페이로드, 데이터, 스키마, 예시, 메시지, 필드,
        载荷, 数据, 消息体, 示例, 消息, 字段, 负载, 结构, ペイロード, データ, スキーマ, 例, メッセージ,
        サンプル, carga, carga útil, esquema, ejemplo, datos, campos, exemplo, dados, carga útil (payload),
        charge utile, schéma, exemple, données, champs, yük, veri, şema, örnek, alanlar, dữ liệu, lược đồ,
        ví dụ, trường""",
    "parameters": """
        query, query params, query parameters, parameters, path parameters, path params, headers, header,
        request headers, query string, url parameters, params, required headers, 쿼리 파라미터, 파라미터, 헤더,
        查询参数, 请求头, 参数, 路径参数, クエリパラメータ, ヘッダー, パラメータ, parámetros, cabeceras,
        parámetros de consulta, parâmetros, cabeçalhos, paramètres, en-têtes, parametreler, başlıklar, tham số""",
    "producer": """
        producer, producers, publisher, publishers, published by, produced by, emitted by, emitter, sender,
        sent by, raised by, fired by, source service, publishing service, producer service, publisher service,
        owner, event producer, source, origin, 발행, 발행자, 발행 서비스, 생산자, 프로듀서, 퍼블리셔, 发布者,
        生产者, 生产方, 发布方, 发送方, プロデューサー, プロデューサ, 発行元, 発行者, 送信元, productor,
        publicador, emisor, publicado por, emitido por, produtor, emissor, produzido por, producteur, émetteur,
        éditeur, publié par, émis par, üretici, yayıncı, yayınlayan, nhà sản xuất, bên phát, bên gửi""",
    "consumer": """
        consumer, consumers, consumer(s), subscriber, subscribers, subscriber(s), consumed by, listener,
        listeners, receiver, receivers, handled by, handlers, received by, subscribed by, known consumers,
        consuming services, consumer services, primary consumers, event consumers, used by, 구독, 구독자,
        구독 서비스, 소비자, 컨슈머, 수신자, 消费者, 订阅者, 消费方, 订阅方, 接收方, コンシューマー,
        コンシューマ, 購読者, 受信者, 購読サービス, consumidor, consumidores, suscriptores, suscriptor,
        consumido por, assinantes, consommateur, consommateurs, abonnés, consommé par, tüketici, tüketiciler,
        aboneler, người tiêu thụ, bên nhận""",
    "group": """
        consumer group, consumer groups, consumer group id, consumer group ids, 컨슈머 그룹, 소비자 그룹, 消费者组,
        消费组, コンシューマーグループ, コンシューマグループ, grupo de consumidores, grupos de consumidores,
        grupo consumidor, groupe de consommateurs, groupes de consommateurs, tüketici grubu, tüketici grupları,
        nhóm người tiêu thụ, nhóm tiêu thụ""",
    "publishes": """
        publishes, published events, produces, events published, produced events, emitted events,
        events emitted, emits, outgoing events, publish, events produced, published event, publishes events,
        outbound events, events (published), events out, produced, published, 발행 이벤트, 발행하는 이벤트,
        이벤트 발행, 发布, 発行, 发布事件, 发布的事件, 产生的事件, 発行イベント, 発行するイベント, publica,
        eventos publicados, eventos emitidos, publie, événements publiés, événements émis, yayınlanan olaylar,
        yayınlar, sự kiện phát ra, phát sự kiện""",
    "consumes": """
        consumes, consumed events, subscribes, subscribes to, listens to, events consumed, subscribed events,
        incoming events, listens, listen, listening to, subscribe, subscribe to, listens for, listened events,
        consume, consumed event, consumes events, inbound events, reacts to, events (consumed), events in,
        consumed, subscribed, subscriptions, events subscribed, 구독 이벤트, 소비 이벤트, 구독하는 이벤트,
        이벤트 구독, 订阅, 購読, 受信,
        订阅事件, 消费事件, 消费的事件, 订阅的事件, 購読イベント, 購読するイベント, 受信イベント,
        consume eventos, eventos consumidos, eventos suscritos, consomme, événements consommés,
        tüketilen olaylar, dinler, dinlenen olaylar, sự kiện tiêu thụ""",
    "from": """
        caller, called by, callers, calling service, from, invoked by, 호출자, 호출 서비스, 调用方, 调用者,
        呼び出し元, llamado por, chamado por, appelé par, çağıran, bên gọi""",
    "to": """
        provider, provided by, to, target service, target, 제공자, 대상, 提供方, 提供者, 提供元, proveedor,
        provedor, fournisseur, sağlayıcı, bên cung cấp""",
    "service": """
        service, service name, owning service, microservice, name of service, 서비스, 서비스명, 서비스 이름,
        마이크로서비스, 服务, 服务名, 服务名称, 微服务, サービス, サービス名, マイクロサービス, servicio,
        nombre del servicio, nombre de servicio, microservicio, serviço,
        nome do serviço, nome de serviço, microsserviço, nom du service,
        hizmet, servis, hizmet adı, servis adı, mikroservis, dịch vụ, tên dịch vụ""",
    "topic": """
        topic, channel, kafka topic, subject, queue, exchange, routing key, routing, stream, topic/queue,
        exchange / routing key, exchange/routing key, 토픽, 채널, 큐, 라우팅 키, 主题, 队列, 路由键, トピック,
        キュー, ルーティングキー, tópico, cola, canal, fila, sujet, konu, kuyruk, chủ đề""",
    "event": """
        event, event name, event type, type, name, eventtype, event_type, 이벤트, 이벤트명, 事件, 事件名,
        イベント, イベント名, evento, événement, olay, sự kiện""",
    "version": """
        version, schema version, event version, 버전, 版本, バージョン, versión, versão, sürüm, phiên bản""",
    "flow": """
        producer/consumer, producer / consumer, producer → consumer, publisher/subscriber, publisher / subscriber,
        productor/consumidor, produtor/consumidor, producteur/consommateur, üretici/tüketici, 生产者/消费者""",
    "base_path": """
        base path, base url, base uri, base route, api base path, api base url, api base, root path, path prefix,
        route prefix, url prefix, context path, 기본 경로, 기본 url, 베이스 경로, 베이스 url, 基础路径, 基础url,
        ベースパス, ベースurl, ruta base, url base, caminho base, chemin de base, url de base, temel yol, temel url,
        đường dẫn gốc""",
    "endpoint": """
        endpoint, path, url, route, uri, http, 엔드포인트, 경로, 路径, 接口, 端点, エンドポイント, パス, ruta,
        punto de acceso, caminho, rota, chemin, point d'accès, uç nokta, yol, đường dẫn""",
    "method": """
        method, http method, verb, 메서드, 方法, 请求方法, メソッド, método, méthode, metot, yöntem,
        phương thức""",
    "auth": """
        auth, authentication, authorization, security, 인증, 认证, 鉴权, 認証, autenticación, autenticação,
        authentification""",
    "status": """
        status, state, 상태, 状态, 状態, estado, statut, durum, trạng thái""",
}

# Words that say something wherever they stand in a heading.
HEADING_WORDS: Final = {
    "event": """
        event, events, message, messages, messaging, asynchronous, async, topic, topics, pub/sub, pubsub, kafka,
        rabbitmq, webhooks, 이벤트, 메시지, 事件, 消息, イベント, メッセージ, evento, eventos, mensajes,
        mensagens, mensajería, mensageria, messagerie,
        événement, événements, evenements, messages, olay, olaylar, olayları, mesajlar, sự kiện,
        thông điệp""",
    "envelope": """
        envelope, base, common, format, structure, wrapper, standard, generic, shared, metadata, header,
        cloudevents, skeleton, template, general, 공통, 봉투, 형식, 구조, 기본, 엔벨로프, 信封, 通用, 公共,
        格式, 结构, 基础, 统一, 共通, 形式, 構造, エンベロープ, フォーマット, 基本, sobre, formato, estructura,
        común, estrutura, comum, padrão, enveloppe, structure, commun, commune, zarf, yapı, yapısı, ortak,
        temel, formatı, định dạng, cấu trúc, chung, phong bì""",
    "published": """
        published, publishes, publish, produced, produces, emitted, emits, emit, raises, outgoing, outbound,
        producer, publisher, 발행, 发布, 产生, 発行, publicados, publica, emitidos, publiés, émis, yayınlanan,
        phát""",
    "consumed": """
        consumed, consumes, consume, subscribed, subscribes, subscribe, subscriptions, listen, listening,
        reacts, handles, incoming, inbound, listens, listened, consumer, subscriber, 구독, 소비, 수신, 订阅,
        消费, 購読, 受信, consumidos, consume, suscritos, consommés, tüketilen, dinlenen, tiêu thụ""",
    "planned": """
        planned, future, upcoming, roadmap, proposed, todo, tbd, not implemented, not yet, coming soon, backlog,
        예정, 계획, 향후, 计划, 未来, 规划, 予定, 計画, 将来, futuro, futuros, planificado, planificados,
        planejado, planejados, futurs, prévus, prévu, planlanan, gelecek, tương lai, dự kiến""",
    "deprecated": """
        deprecated, obsolete, legacy, removed, retired, sunset, 폐기, 지원 중단, 弃用, 废弃, 非推奨, 廃止,
        obsoleto, obsoletos, descontinuado, obsolète, déprécié, kullanımdan kaldırılan, lỗi thời""",
    "internal": """
        internal, service-to-service, inter-service, interservice, service to service, s2s, private, 내부,
        서비스 간, 内部, 服务间, サービス間, interno, interna, internos, interne, internes, dahili, iç, nội bộ""",
    "naming": """
        naming, convention, conventions, versioning, version, versions, idempotency, ordering, retry, retries,
        error, errors, dead, dlq, guidelines, rules, principles, testing, tests, test, monitoring, audit,
        logging, log, logs, metrics, alerts, alerting, alert, glossary, adding, adr, decision, troubleshooting,
        coverage, anti-patterns, checklist, example, examples, changelog, history, security, analytics,
        tracking, cron, ui, keyboard, dom, browser, github, trigger, triggers, strategy, 네이밍, 규칙, 버전,
        명명, 命名, 规范, 版本, 幂等, 命名規則, バージョン, convenciones, convenções, conventions, adlandırma,
        quy ước""",
    "not_contract": """
        error, errors, retry, retries, jwt, token claims, claims, token payload, token format,
        configuration, config, env, environment, rate limiting, test, tests, testing,
        deployment, monitoring, troubleshooting, logging, changelog, runbook, 错误, 配置, 环境变量, 测试,
        监控, 部署, 에러, 오류, 설정, 환경 변수, 환경변수, 테스트, 모니터링, 배포, エラー, 設定, 環境変数,
        テスト, 監視, デプロイ, errores, configuración,
        variables de entorno, pruebas, despliegue, reintentos, erros,
        configuração, variáveis de ambiente, testes, implantação, erreurs, variables d'environnement, déploiement,
        hatalar, hata, yapılandırma, ortam değişkenleri, testler, dağıtım, lỗi, cấu hình, biến môi trường,
        kiểm thử, triển khai""",
    "told": """
        changelog, change log, release notes, runbook, playbook, postmortem, post-mortem, symptoms, meeting notes,
        변경 이력, 변경 로그, 릴리스 노트, 更新日志, 变更日志, 变更记录, 发布说明, 変更履歴, リリースノート,
        historial de cambios, registro de cambios, notas de versión, histórico de alterações, notas de lançamento,
        journal des modifications, notes de version, değişiklik günlüğü, sürüm notları, nhật ký thay đổi,
        ghi chú phát hành""",
}

EMPTY_WORDS: Final = """
        -, --, —, –, none, n/a, na, nil, tbd, todo, ?, nobody, no one, not applicable, null, 없음, 해당 없음,
        미정, 无, 暂无, なし, 無し, ninguno, ninguna, nenhum, nenhuma, aucun, aucune, yok, không, không có,
        (none), _none_, …, ..., none yet, none (yet), pending"""
WILDCARD_WORDS: Final = """
        all, all services, any, any service, everyone, *, every service, multiple, various, others,
        all consumers, 전체, 모든 서비스, 所有, 所有服务, 全サービス, すべて, todos, todos los servicios,
        todos os serviços, tous, tous les services, tümü, hepsi, tất cả"""
YES_WORDS: Final = """
        yes, y, true, required, mandatory, always, ✓, ✔, ✅, ☑, x, o, ○, ●, 예, 필수, 네, 是, 必填, 必须,
        必须项, はい, 必須, sí, si, sim, obligatorio, obrigatório, oui, obligatoire, evet, zorunlu, có,
        bắt buộc, 1, ✔️, ☑️, 1..1, required*"""
NO_WORDS: Final = """
        no, n, false, optional, ✗, ✘, ❌, -, —, –, 아니오, 아니요, 선택, 否, 选填, 可选, いいえ, 任意, ×,
        no (optional), opcional, não, nao, non, optionnel, facultatif, hayır, opsiyonel, không, tùy chọn, 0,
        nullable, 0..1, conditional, 조건부"""
# Tools and platforms that are written as an event could be.
PRODUCT_WORDS: Final = """
        activemq, asyncapi, bigquery, clickhouse, cloudevents, cloudformation, dynamodb, elasticsearch, eventbridge,
        eventgrid, eventhub, eventhubs, eventstore, eventstoredb, fastapi, faststream, github, gitlab, graphql,
        javascript, kafka, kafkajs, localstack, masstransit, mongodb, mysql, nestjs, nodejs, nservicebus, openapi,
        opentelemetry, postgresql, protobuf, pubsub, rabbitmq, redpanda, rocketmq, servicebus, springboot, typescript,
        websocket, websockets, zeromq"""
# A heading that ends in one of these names a service.
SERVICE_WORDS: Final = """
        service, svc, microservice, gateway, worker, bff, 서비스, 服务, サービス, servicio, serviço, hizmeti,
        servisi"""
