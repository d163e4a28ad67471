INSERT INTO sites(name, publisher, homepage, country, language) VALUES ('demo','中国清淀官网','http://127.0.0.1:43625/','CN','zh');
INSERT INTO sites(name, publisher, homepage, country, language) VALUES ('mirror.example.org',NULL,NULL,NULL,NULL);
INSERT INTO articles(id, url, site, content_id, tracking_number, title, text, published_at, published_raw, source_name, author, editor, section, language, script, characters, sha256, state, first_seen_at, last_seen_at, changed_at, revision_id, cluster_id) VALUES (1,'http://127.0.0.1:43625/20241027/37b50105ee5a61bd43ea9a2d9a692e05/c.html','demo','2024102737b50105ee5a61bd43ea9a2d9a692e05',NULL,'八千人环湖开跑 清淀湖马拉松今晨举行','中国清淀官网10月27日电（记者陈石磊）今天7时30分，2024清淀湖马拉松在临澜码头广场鸣枪，8000名跑者沿环湖路出发。比赛设全程、半程和5公里三个项目，参赛人数分别为2500人、4000人和1500人，终点都在苇海湿地公园南门。

起跑时气温9摄氏度，湖面有轻雾，东北风2级。男子全程第一名由来自邻市的体育教师梁大川获得，成绩2小时24分37秒；女子全程第一名是清淀职业学院学生纪小满，成绩2小时51分09秒，比她去年的成绩快了近5分钟。

“32公里过荷叶渡村的时候最难受，路边有个老奶奶敲着铜盆喊加油，我就又跑起来了。”纪小满说。敲盆的是村民葛凤英，今年73岁，她和邻居从早上8点站到11点多，还切了一大盆苹果放在桌上。

赛道沿线设饮水站16个、医疗点22个，1360名志愿者参加服务。全程项目完赛2286人，半程项目完赛3874人。截至13时30分关门时间，医疗点处置擦伤、抽筋等413人次，两名跑者因低血糖送望淀医院观察，中午已离院。

苇海路和环湖路的交通管制于13时45分提前解除。未领取完赛包的跑者，可在11月3日前到临澜镇文化站凭号码布领取。','2024-10-27T14:40:55+08:00','2024-10-27 14:40:55 来源：清淀新区融媒体中心','清淀新区融媒体中心','陈石磊','方启明','文化','zh','Hans',475,'56f9a34138cb734d2a8f2ce96560bb85bd9e80caa7cea0da2933617192a2c3db','live','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00',1,NULL);
INSERT INTO articles(id, url, site, content_id, tracking_number, title, text, published_at, published_raw, source_name, author, editor, section, language, script, characters, sha256, state, first_seen_at, last_seen_at, changed_at, revision_id, cluster_id) VALUES (2,'http://127.0.0.1:43625/20240305/7968d6d1e874b31aeaebf2381d3b2454/c.html','demo','202403057968d6d1e874b31aeaebf2381d3b2454',NULL,'清淀新区公共服务局公开招聘社区工作人员公告','因工作需要，清淀新区公共服务局面向社会公开招聘社区工作人员24名，现将有关事项公告如下。

一、岗位和人数。望淀社区8名，听荷社区6名，启明社区10名。其中社区事务岗15名，助老服务岗6名，财务岗3名。

二、报名条件。年龄在18周岁以上、40周岁以下；大专及以上学历；财务岗须有会计专业初级以上职称；助老服务岗持有护理或社会工作证书的，学历可放宽到高中。在清淀新区居住满一年的，同等条件下优先。

三、报名时间和地点。3月11日至15日，每天9时至12时、14时至17时，在清淀新区公共服务局一楼2号窗口现场报名，不收报名费。报名时带身份证、学历证书原件和复印件各一份，近期一寸照片两张。

四、考试安排。笔试时间为3月30日9时至11时，地点在清淀职业学院教学楼B座，满分100分；面试按招聘人数1：3的比例确定人选，时间为4月13日。总成绩中笔试占四成，面试占六成。

五、待遇。试用期两个月，试用期满后签订三年劳动合同，月工资4200元至5100元，缴纳社会保险和住房公积金。拟聘人员名单公示5个工作日。咨询电话：5550124，工作日接听。

清淀新区公共服务局
2024年3月5日','2024-03-05T09:00:00+08:00','2024-03-05 09:00:00 来源：公共服务局','公共服务局',NULL,'许婉宁','公示公告','zh','Hans',483,'7e992906c475d0242015460807ee26e4039e2247603f701eace5d6d87762134a','live','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00',2,NULL);
INSERT INTO articles(id, url, site, content_id, tracking_number, title, text, published_at, published_raw, source_name, author, editor, section, language, script, characters, sha256, state, first_seen_at, last_seen_at, changed_at, revision_id, cluster_id) VALUES (3,'http://127.0.0.1:43625/shengtai/2017-11/22/c_1125302474.htm','demo','1125302474','010020030300000000000000011100001125302474','南堤村秋冬补植2300棵柳树 老堤两侧年底前栽完','立冬过后，南堤村的老堤上又热闹起来。11月21日下午，四十多名村民分成八个组，沿着堤坡挖坑、扶苗、培土、浇水，一下午栽下柳树310棵。按计划，全村今冬要在老堤两侧补植2300棵。

老堤长3.1公里，堤上的柳树多是三十年前种的，去年夏天一场大风刮倒了一百多棵，留下不少缺口。村里请农业农村局的技术员来看过，选定的是本地旱柳，胸径4厘米左右，株距3米，坑深不少于60厘米。

“这个土底下有沙，坑挖浅了根扎不住，水也存不下。”技术员邵文启一边用尺子量坑深，一边给大家做示范。他要求每棵树浇两遍透水，第一遍渗完再浇第二遍，最后在树根周围堆一个20厘米高的土堆防冻。

71岁的村民葛长顺也带着铁锹来了。三十年前栽树时他是生产组的记工员，堤上哪一段谁家栽的，他还能说出大半。“那时候是从湖对岸用船拉树苗，一船装四十棵。现在车直接开到堤下头，省力多了。”

村里给每50棵树定了一名管护人，名字写在木牌上，明年开春浇返青水、夏天修枝都由管护人负责。成活率要等到明年6月统一清点，缺的秋后再补。','2017-11-22T15:40:18+08:00','2017-11-22 15:40:18','清淀日报',NULL,'沈若兰','生态','zh','Hans',434,'c7da36ff85ef8a1f24dfa3b05d154b5ce69acbc8281c86cdf6d6f9ff5d21fab6','live','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00',3,NULL);
INSERT INTO articles(id, url, site, content_id, tracking_number, title, text, published_at, published_raw, source_name, author, editor, section, language, script, characters, sha256, state, first_seen_at, last_seen_at, changed_at, revision_id, cluster_id) VALUES (4,'http://127.0.0.1:43625/2021-10/12/c_1210101237.htm','demo','1210101237','020020040100000000000000011100001210101237','三季度清淀湖水质监测结果公布 透明度同比提高','中国清淀官网10月12日电（记者何文秀）生态环境局今天公布了2021年第三季度清淀湖水质监测结果。7月至9月，全湖9个监测点共采样81次，其中74次达到地表水三类标准，达标率为91.4%，比去年同期提高6.2个百分点。

监测结果显示，三季度全湖总磷平均浓度为每升0.45毫克，高锰酸盐指数平均为每升5.1毫克，溶解氧平均为每升7.3毫克。湖心点的水体透明度平均为92厘米，比去年同期增加14厘米。

没有达标的7次采样，有5次出自白石湾镇东南的入湖渠口，时间集中在7月下旬的两场暴雨之后。监测站工程师卢佳宁解释，雨水把农田里的化肥和落叶冲进渠道，造成短时间升高，一周后回落。

针对这一情况，白石湾镇今年冬天将在渠口上游修建一处120亩的沉淀塘，种植香蒲和芦苇，雨水先在塘里停留36小时再入湖，工程预计明年5月完工。沿渠2000亩菜地将推广缓释肥，每亩补贴40元。

从10月起，9个监测点的数据每月15日在苇海湿地公园入口和临澜码头的电子屏上公布。居民也可以预约参观监测站，每月第二个周六上午开放，每次30人。','2021-10-12T15:06:38+08:00','2021-10-12 15:06:38 来源： 生态环境局','生态环境局','何文秀','许明远',NULL,'zh','Hans',449,'7dc6ed23425cc77a6789f0b0d485effe54088c685da8cfb17c35191bbd76266c','live','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00',4,NULL);
INSERT INTO articles(id, url, site, content_id, tracking_number, title, text, published_at, published_raw, source_name, author, editor, section, language, script, characters, sha256, state, first_seen_at, last_seen_at, changed_at, revision_id, cluster_id) VALUES (5,'http://127.0.0.1:43625/yaowen/2017-09/14/c_1125301237.htm','demo','1125301237','010020030300000000000000011100001125301237','苇海路北段拓宽工程开工 计划工期九个月','清淀9月13日电（记者郭亦舟）9月13日上午8时，苇海路北段拓宽工程在柳塘镇路口开工，三台挖掘机进场清除旧路肩。这段路南起清源大道，北至苇渡村口，全长4.6公里，计划工期九个月。

苇海路北段修建于上世纪九十年代，路面宽6米，两侧是一米多深的排水沟。每年秋天拉芦苇的车一多，两辆农用三轮车迎面相遇，都得先停一辆。“我在这条路上跑了十二年，最怕下雨天错车，轮子一偏就进沟了。”苇渡村跑运输的村民田广福说。

按照规划建设局公布的设计，拓宽后的路面为12米，双向两车道，两侧各留2.5米非机动车道，原有明沟改为暗管。沿线三座小桥中，两座加宽，一座拆除重建。需要移栽的87棵杨树已经逐棵编号，入冬后移到村北的空地上。

施工期间实行半幅通行。交通运输局在柳塘镇路口和苇渡村口各设了一处临时信号灯，早上6时到晚上8时有人值守。从清淀高铁站方向来的大货车，须从清源大道绕行。

项目现场负责人石建川介绍，10月底前先完成排水管铺设，冬季停工期内集中做桥梁预制件，明年3月开始摊铺路面。“收芦苇的日子我们问过村里，11月下旬到腊月，村口那800米不动工，给车让道。”他说。','2017-09-14T10:12:05+08:00','2017-09-14 10:12:05','中国清淀官网',NULL,'周清和','要闻','zh','Hans',472,'ce70894282b17da8af85a93e4d5c9f164ca95a6661d053d545c86ae6d5123a41','live','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00','2026-11-28T01:02:48+00:00',5,NULL);
INSERT INTO articles(id, url, site, content_id, tracking_number, title, text, published_at, published_raw, source_name, author, editor, section, language, script, characters, sha256, state, first_seen_at, last_seen_at, changed_at, revision_id, cluster_id) VALUES (6,'http://mirror.example.org/2024-11/20/reed.html','mirror.example.org',NULL,NULL,'蘆葦收割開始','蘆葦收割十一月二十日在葦渡村開始，村民劃著小船進入葦蕩，網箱和漁具已經提前收回。今年的收割面積約三千畝，預計持續到十二月底。

村裡說，收下的蘆葦一半送往造紙廠，一半留給編織合作社，編成的葦席銷往附近三個縣。

合作社負責人說，今年葦稈粗而直，價格比去年高一成，願意進蕩收割的年輕人卻比去年少了。','2024-11-20T09:30:00+08:00','2024-11-20 09:30 來源：清淀日報','清淀日報',NULL,NULL,NULL,'zh','Hant',144,'d7298ee0130eb629821e9e0a5f5698e84645acaa80695444be54fb45b7bb7193','live','2026-11-28T01:02:50+00:00','2026-11-28T01:02:50+00:00','2026-11-28T01:02:50+00:00',6,NULL);
INSERT INTO revisions(id, article_id, number, fetched_at, title, text, published_at, source_name, author, editor, sha256, extractor, found, warc_file, warc_offset) VALUES (1,1,1,'2026-11-28T01:02:48+00:00','八千人环湖开跑 清淀湖马拉松今晨举行','中国清淀官网10月27日电（记者陈石磊）今天7时30分，2024清淀湖马拉松在临澜码头广场鸣枪，8000名跑者沿环湖路出发。比赛设全程、半程和5公里三个项目，参赛人数分别为2500人、4000人和1500人，终点都在苇海湿地公园南门。

起跑时气温9摄氏度，湖面有轻雾，东北风2级。男子全程第一名由来自邻市的体育教师梁大川获得，成绩2小时24分37秒；女子全程第一名是清淀职业学院学生纪小满，成绩2小时51分09秒，比她去年的成绩快了近5分钟。

“32公里过荷叶渡村的时候最难受，路边有个老奶奶敲着铜盆喊加油，我就又跑起来了。”纪小满说。敲盆的是村民葛凤英，今年73岁，她和邻居从早上8点站到11点多，还切了一大盆苹果放在桌上。

赛道沿线设饮水站16个、医疗点22个，1360名志愿者参加服务。全程项目完赛2286人，半程项目完赛3874人。截至13时30分关门时间，医疗点处置擦伤、抽筋等413人次，两名跑者因低血糖送望淀医院观察，中午已离院。

苇海路和环湖路的交通管制于13时45分提前解除。未领取完赛包的跑者，可在11月3日前到临澜镇文化站凭号码布领取。','2024-10-27T14:40:55+08:00','清淀新区融媒体中心','陈石磊','方启明','56f9a34138cb734d2a8f2ce96560bb85bd9e80caa7cea0da2933617192a2c3db','xinhua-g5','{"title": ["八千人环湖开跑 清淀湖马拉松今晨举行", "h1 span.title"], "published": ["2024-10-27 14:40:55 来源：清淀新区融媒体中心", "div.mheader div.info"], "source_name": ["来源：清淀新区融媒体中心", "div.mheader div.info span"], "author": ["[作者: 陈石磊 　责任编辑: 方启明 ]", "#articleEdit span.editor"], "editor": ["[作者: 陈石磊 　责任编辑: 方启明 ]", "#articleEdit span.editor"], "section": ["文化", "a.curColumn"], "keywords": ["马拉松,清淀湖,环湖", "meta[name=\"keywords\"]"], "content_id": ["2024102737b50105ee5a61bd43ea9a2d9a692e05", "url"]}','demo-20261128.warc.gz',12632);
INSERT INTO revisions(id, article_id, number, fetched_at, title, text, published_at, source_name, author, editor, sha256, extractor, found, warc_file, warc_offset) VALUES (2,2,1,'2026-11-28T01:02:48+00:00','清淀新区公共服务局公开招聘社区工作人员公告','因工作需要，清淀新区公共服务局面向社会公开招聘社区工作人员24名，现将有关事项公告如下。

一、岗位和人数。望淀社区8名，听荷社区6名，启明社区10名。其中社区事务岗15名，助老服务岗6名，财务岗3名。

二、报名条件。年龄在18周岁以上、40周岁以下；大专及以上学历；财务岗须有会计专业初级以上职称；助老服务岗持有护理或社会工作证书的，学历可放宽到高中。在清淀新区居住满一年的，同等条件下优先。

三、报名时间和地点。3月11日至15日，每天9时至12时、14时至17时，在清淀新区公共服务局一楼2号窗口现场报名，不收报名费。报名时带身份证、学历证书原件和复印件各一份，近期一寸照片两张。

四、考试安排。笔试时间为3月30日9时至11时，地点在清淀职业学院教学楼B座，满分100分；面试按招聘人数1：3的比例确定人选，时间为4月13日。总成绩中笔试占四成，面试占六成。

五、待遇。试用期两个月，试用期满后签订三年劳动合同，月工资4200元至5100元，缴纳社会保险和住房公积金。拟聘人员名单公示5个工作日。咨询电话：5550124，工作日接听。

清淀新区公共服务局
2024年3月5日','2024-03-05T09:00:00+08:00','公共服务局',NULL,'许婉宁','7e992906c475d0242015460807ee26e4039e2247603f701eace5d6d87762134a','xinhua-g5','{"title": ["清淀新区公共服务局公开招聘社区工作人员公告", "h1 span.title"], "published": ["2024-03-05 09:00:00 来源：公共服务局", "div.mheader div.info"], "source_name": ["来源：公共服务局", "div.mheader div.info span"], "author": ["【责任编辑:许婉宁 】", "#articleEdit span.editor"], "editor": ["【责任编辑:许婉宁 】", "#articleEdit span.editor"], "section": ["公示公告", "a.curColumn"], "keywords": ["招聘,社区工作人员", "#articleEdit div.title a"], "content_id": ["202403057968d6d1e874b31aeaebf2381d3b2454", "url"]}','demo-20261128.warc.gz',18043);
INSERT INTO revisions(id, article_id, number, fetched_at, title, text, published_at, source_name, author, editor, sha256, extractor, found, warc_file, warc_offset) VALUES (3,3,1,'2026-11-28T01:02:48+00:00','南堤村秋冬补植2300棵柳树 老堤两侧年底前栽完','立冬过后，南堤村的老堤上又热闹起来。11月21日下午，四十多名村民分成八个组，沿着堤坡挖坑、扶苗、培土、浇水，一下午栽下柳树310棵。按计划，全村今冬要在老堤两侧补植2300棵。

老堤长3.1公里，堤上的柳树多是三十年前种的，去年夏天一场大风刮倒了一百多棵，留下不少缺口。村里请农业农村局的技术员来看过，选定的是本地旱柳，胸径4厘米左右，株距3米，坑深不少于60厘米。

“这个土底下有沙，坑挖浅了根扎不住，水也存不下。”技术员邵文启一边用尺子量坑深，一边给大家做示范。他要求每棵树浇两遍透水，第一遍渗完再浇第二遍，最后在树根周围堆一个20厘米高的土堆防冻。

71岁的村民葛长顺也带着铁锹来了。三十年前栽树时他是生产组的记工员，堤上哪一段谁家栽的，他还能说出大半。“那时候是从湖对岸用船拉树苗，一船装四十棵。现在车直接开到堤下头，省力多了。”

村里给每50棵树定了一名管护人，名字写在木牌上，明年开春浇返青水、夏天修枝都由管护人负责。成活率要等到明年6月统一清点，缺的秋后再补。','2017-11-22T15:40:18+08:00','清淀日报',NULL,'沈若兰','c7da36ff85ef8a1f24dfa3b05d154b5ce69acbc8281c86cdf6d6f9ff5d21fab6','xinhua-g3','{"title": ["南堤村秋冬补植2300棵柳树 老堤两侧年底前栽完", "div.h-title"], "published": ["2017-11-22 15:40:18", "div.h-info span.h-time"], "source_name": ["2017-11-22 15:40:18 来源：清淀日报", "div.h-info"], "editor": ["【纠错】 责任编辑：沈若兰", "#p-detail span.p-jc"], "section": ["生态>", "a.news-location"], "keywords": ["植树,南堤村,柳树", "meta[name=\"keywords\"]"], "tracking_number": ["010020030300000000000000011100001125302474", "#fwl"], "content_id": ["1125302474", "url"]}','demo-20261128.warc.gz',21595);
INSERT INTO revisions(id, article_id, number, fetched_at, title, text, published_at, source_name, author, editor, sha256, extractor, found, warc_file, warc_offset) VALUES (4,4,1,'2026-11-28T01:02:48+00:00','三季度清淀湖水质监测结果公布 透明度同比提高','中国清淀官网10月12日电（记者何文秀）生态环境局今天公布了2021年第三季度清淀湖水质监测结果。7月至9月，全湖9个监测点共采样81次，其中74次达到地表水三类标准，达标率为91.4%，比去年同期提高6.2个百分点。

监测结果显示，三季度全湖总磷平均浓度为每升0.45毫克，高锰酸盐指数平均为每升5.1毫克，溶解氧平均为每升7.3毫克。湖心点的水体透明度平均为92厘米，比去年同期增加14厘米。

没有达标的7次采样，有5次出自白石湾镇东南的入湖渠口，时间集中在7月下旬的两场暴雨之后。监测站工程师卢佳宁解释，雨水把农田里的化肥和落叶冲进渠道，造成短时间升高，一周后回落。

针对这一情况，白石湾镇今年冬天将在渠口上游修建一处120亩的沉淀塘，种植香蒲和芦苇，雨水先在塘里停留36小时再入湖，工程预计明年5月完工。沿渠2000亩菜地将推广缓释肥，每亩补贴40元。

从10月起，9个监测点的数据每月15日在苇海湿地公园入口和临澜码头的电子屏上公布。居民也可以预约参观监测站，每月第二个周六上午开放，每次30人。','2021-10-12T15:06:38+08:00','生态环境局','何文秀','许明远','7dc6ed23425cc77a6789f0b0d485effe54088c685da8cfb17c35191bbd76266c','xinhua-x','{"title": ["三季度清淀湖水质监测结果公布 透明度同比提高", "div.main h1"], "published": ["2021-10-12 15:06:38 来源： 生态环境局", "div.main > .m-info:not(.domMobile)"], "source_name": ["2021-10-12 15:06:38 来源： 生态环境局", "div.main > .m-info:not(.domMobile)"], "author": ["作者：何文秀　责任编辑： 许明远", "div.main .author"], "editor": ["作者：何文秀　责任编辑： 许明远", "div.main .author"], "keywords": ["水质,清淀湖,监测", "div.main .keyword a"], "tracking_number": ["020020040100000000000000011100001210101237", "#fwl"], "content_id": ["1210101237", "url"]}','demo-20261128.warc.gz',26092);
INSERT INTO revisions(id, article_id, number, fetched_at, title, text, published_at, source_name, author, editor, sha256, extractor, found, warc_file, warc_offset) VALUES (5,5,1,'2026-11-28T01:02:48+00:00','苇海路北段拓宽工程开工 计划工期九个月','清淀9月13日电（记者郭亦舟）9月13日上午8时，苇海路北段拓宽工程在柳塘镇路口开工，三台挖掘机进场清除旧路肩。这段路南起清源大道，北至苇渡村口，全长4.6公里，计划工期九个月。

苇海路北段修建于上世纪九十年代，路面宽6米，两侧是一米多深的排水沟。每年秋天拉芦苇的车一多，两辆农用三轮车迎面相遇，都得先停一辆。“我在这条路上跑了十二年，最怕下雨天错车，轮子一偏就进沟了。”苇渡村跑运输的村民田广福说。

按照规划建设局公布的设计，拓宽后的路面为12米，双向两车道，两侧各留2.5米非机动车道，原有明沟改为暗管。沿线三座小桥中，两座加宽，一座拆除重建。需要移栽的87棵杨树已经逐棵编号，入冬后移到村北的空地上。

施工期间实行半幅通行。交通运输局在柳塘镇路口和苇渡村口各设了一处临时信号灯，早上6时到晚上8时有人值守。从清淀高铁站方向来的大货车，须从清源大道绕行。

项目现场负责人石建川介绍，10月底前先完成排水管铺设，冬季停工期内集中做桥梁预制件，明年3月开始摊铺路面。“收芦苇的日子我们问过村里，11月下旬到腊月，村口那800米不动工，给车让道。”他说。','2017-09-14T10:12:05+08:00','中国清淀官网',NULL,'周清和','ce70894282b17da8af85a93e4d5c9f164ca95a6661d053d545c86ae6d5123a41','xinhua-g3','{"title": ["苇海路北段拓宽工程开工 计划工期九个月", "div.h-title"], "published": ["2017-09-14 10:12:05", "div.h-info span.h-time"], "source_name": ["中国清淀官网", "div.h-info em#source"], "editor": ["【纠错】 责任编辑：周清和", "#p-detail span.p-jc"], "section": ["要闻>", "a.news-location"], "keywords": ["苇海路,道路施工", "meta[name=\"keywords\"]"], "tracking_number": ["010020030300000000000000011100001125301237", "#fwl"], "content_id": ["1125301237", "url"]}','demo-20261128.warc.gz',29450);
INSERT INTO revisions(id, article_id, number, fetched_at, title, text, published_at, source_name, author, editor, sha256, extractor, found, warc_file, warc_offset) VALUES (6,6,1,'2026-11-28T01:02:50+00:00','蘆葦收割開始','蘆葦收割十一月二十日在葦渡村開始，村民劃著小船進入葦蕩，網箱和漁具已經提前收回。今年的收割面積約三千畝，預計持續到十二月底。

村裡說，收下的蘆葦一半送往造紙廠，一半留給編織合作社，編成的葦席銷往附近三個縣。

合作社負責人說，今年葦稈粗而直，價格比去年高一成，願意進蕩收割的年輕人卻比去年少了。','2024-11-20T09:30:00+08:00','清淀日報',NULL,NULL,'d7298ee0130eb629821e9e0a5f5698e84645acaa80695444be54fb45b7bb7193','generic','{"title": ["蘆葦收割開始", "h1"], "published": ["2024-11-20 09:30 來源：清淀日報", "first dated line"], "source_name": ["清淀日報", "labelled line"]}','import-20261128.warc.gz',392);
INSERT INTO events(id, article_id, at, kind, detail) VALUES (1,1,'2026-11-28T01:02:48+00:00','new',NULL);
INSERT INTO events(id, article_id, at, kind, detail) VALUES (2,2,'2026-11-28T01:02:48+00:00','new',NULL);
INSERT INTO events(id, article_id, at, kind, detail) VALUES (3,3,'2026-11-28T01:02:48+00:00','new',NULL);
INSERT INTO events(id, article_id, at, kind, detail) VALUES (4,4,'2026-11-28T01:02:48+00:00','new',NULL);
INSERT INTO events(id, article_id, at, kind, detail) VALUES (5,5,'2026-11-28T01:02:48+00:00','new',NULL);
INSERT INTO events(id, article_id, at, kind, detail) VALUES (6,6,'2026-11-28T01:02:50+00:00','new',NULL);
INSERT INTO removed(revision_id, position, kind, text, rule) VALUES (6,0,'title','蘆葦收割開始

','title again');
INSERT INTO removed(revision_id, position, kind, text, rule) VALUES (6,8,'page_header','2024-11-20 09:30 來源：清淀日報

','line of the header');
INSERT INTO repairs(revision_id, position, kind, before, after) VALUES (6,63,'reading','(wǎng)','');
INSERT INTO repairs(revision_id, position, kind, before, after) VALUES (6,72,'reading','(yú)','');
INSERT INTO repairs(revision_id, position, kind, before, after) VALUES (6,91,'reading','(jī)','');
INSERT INTO repairs(revision_id, position, kind, before, after) VALUES (6,104,'reading','(xù)','');
INSERT INTO repairs(revision_id, position, kind, before, after) VALUES (6,132,'reading','(chǎng)','');
INSERT INTO repairs(revision_id, position, kind, before, after) VALUES (6,146,'reading','(zhī)','');
INSERT INTO repairs(revision_id, position, kind, before, after) VALUES (6,161,'reading','(xiāo)','');
INSERT INTO keywords(article_id, keyword) VALUES (1,'马拉松');
INSERT INTO keywords(article_id, keyword) VALUES (1,'清淀湖');
INSERT INTO keywords(article_id, keyword) VALUES (1,'环湖');
INSERT INTO keywords(article_id, keyword) VALUES (2,'招聘');
INSERT INTO keywords(article_id, keyword) VALUES (2,'社区工作人员');
INSERT INTO keywords(article_id, keyword) VALUES (3,'植树');
INSERT INTO keywords(article_id, keyword) VALUES (3,'南堤村');
INSERT INTO keywords(article_id, keyword) VALUES (3,'柳树');
INSERT INTO keywords(article_id, keyword) VALUES (4,'水质');
INSERT INTO keywords(article_id, keyword) VALUES (4,'清淀湖');
INSERT INTO keywords(article_id, keyword) VALUES (4,'监测');
INSERT INTO keywords(article_id, keyword) VALUES (5,'苇海路');
INSERT INTO keywords(article_id, keyword) VALUES (5,'道路施工');
INSERT INTO images(article_id, position, url, caption) VALUES (3,1,'http://127.0.0.1:43625/shengtai/2017-11/22/1125302474_11n.jpg','11月21日，村民在南堤村老堤上栽种柳树。许静禾 摄');
INSERT INTO images(article_id, position, url, caption) VALUES (3,2,'http://127.0.0.1:43625/shengtai/2017-11/22/1125302474_21n.jpg','技术员邵文启（左）用尺子测量树坑深度。许静禾 摄');
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (1,'http://127.0.0.1:43625/','demo','list','done','首页','2026-11-28T01:02:47+00:00','the site''s module',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (2,'http://127.0.0.1:43625/yaowen/index.htm','demo','list','done','要闻','2026-11-28T01:02:47+00:00','the site''s module',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (3,'http://127.0.0.1:43625/xinwen/index.html','demo','list','done','新闻','2026-11-28T01:02:47+00:00','the site''s module',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (4,'http://127.0.0.1:43625/nodeart/page?nid=11171068&pgnum=1&cnt=10&attr=&tp=1&orderby=1','demo','list','done','公示公告','2026-11-28T01:02:47+00:00','the site''s module',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (5,'http://127.0.0.1:43625/nodeart/page?nid=11171072&pgnum=1&cnt=10&attr=&tp=1&orderby=1','demo','list','done','最新文件','2026-11-28T01:02:47+00:00','the site''s module',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (6,'http://127.0.0.1:43625/nodeart/page?nid=11171073&pgnum=1&cnt=10&attr=&tp=1&orderby=1','demo','list','done','解读','2026-11-28T01:02:47+00:00','the site''s module',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (7,'http://127.0.0.1:43625/nodeart/page?nid=11171069&pgnum=1&cnt=10&attr=&tp=1&orderby=1','demo','list','done','计划规划','2026-11-28T01:02:47+00:00','the site''s module',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (8,'http://127.0.0.1:43625/sitemap.xml','demo','list','done','sitemap','2026-11-28T01:02:47+00:00','the site''s module',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (9,'http://127.0.0.1:43625/20241027/37b50105ee5a61bd43ea9a2d9a692e05/c.html','demo','article','done',NULL,'2026-11-28T01:02:47+00:00','http://127.0.0.1:43625/xinwen/index.html',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (10,'http://127.0.0.1:43625/20240305/7968d6d1e874b31aeaebf2381d3b2454/c.html','demo','article','done',NULL,'2026-11-28T01:02:47+00:00','http://127.0.0.1:43625/xinwen/index.html',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (11,'http://127.0.0.1:43625/xinwen/ds_a6d618872de143bdafa2556915a7ae12.json','demo','list','done','新闻','2026-11-28T01:02:47+00:00','http://127.0.0.1:43625/xinwen/index.html',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (12,'http://127.0.0.1:43625/2021-10/12/c_1210101237.htm','demo','article','done',NULL,'2026-11-28T01:02:47+00:00','http://127.0.0.1:43625/',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (13,'http://127.0.0.1:43625/shengtai/2017-11/22/c_1125302474.htm','demo','article','done',NULL,'2026-11-28T01:02:47+00:00','http://127.0.0.1:43625/',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (14,'http://127.0.0.1:43625/yaowen/2017-09/14/c_1125301237.htm','demo','article','done',NULL,'2026-11-28T01:02:47+00:00','http://127.0.0.1:43625/',NULL,0,NULL);
INSERT INTO urls(id, url, site, kind, state, source, discovered_at, discovered_from, next_try_at, tries, error) VALUES (15,'http://mirror.example.org/2024-11/20/reed.html','mirror.example.org','article','done',NULL,'2026-11-28T01:02:50+00:00',NULL,NULL,0,NULL);
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (1,1,'http://127.0.0.1:43625/robots.txt','2026-11-28T01:02:47+00:00',200,'"5684106623362003636d"','Sun, 27 Oct 2024 06:40:55 GMT',NULL,'demo-20261128.warc.gz',390,'robots');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (2,1,'http://127.0.0.1:43625/xinwen/index.html','2026-11-28T01:02:47+00:00',200,'"74775c7dc655301b8648"','Sun, 27 Oct 2024 06:40:55 GMT','74775c7dc655301b8648cca395965f60275afc28aa2f1af16e1dd67bb23d510f','demo-20261128.warc.gz',1361,'list');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (3,1,'http://127.0.0.1:43625/','2026-11-28T01:02:47+00:00',200,'"42c19bf9da2af0443fd1"','Sun, 27 Oct 2024 06:40:55 GMT','42c19bf9da2af0443fd1491542a7636837a108cb9a63022cc2724490e7288586','demo-20261128.warc.gz',3244,'list');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (4,1,'http://127.0.0.1:43625/yaowen/index.htm','2026-11-28T01:02:47+00:00',200,'"87f6d32ff70218dab057"','Sun, 27 Oct 2024 06:40:55 GMT','87f6d32ff70218dab05787fcedcb99df0418e4714a686f1ff1cc4f5610ffa23d','demo-20261128.warc.gz',5259,'list');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (5,1,'http://127.0.0.1:43625/nodeart/page?nid=11171068&pgnum=1&cnt=10&attr=&tp=1&orderby=1','2026-11-28T01:02:47+00:00',200,'"eeeb6ed53fde9eec0d42"','Sun, 27 Oct 2024 06:40:55 GMT','eeeb6ed53fde9eec0d4299e72416f2d1ed0c5de1f867813f9720d717a0b6dbbd','demo-20261128.warc.gz',7118,'list');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (6,1,'http://127.0.0.1:43625/nodeart/page?nid=11171072&pgnum=1&cnt=10&attr=&tp=1&orderby=1','2026-11-28T01:02:47+00:00',200,'"eeeb6ed53fde9eec0d42"','Sun, 27 Oct 2024 06:40:55 GMT','eeeb6ed53fde9eec0d4299e72416f2d1ed0c5de1f867813f9720d717a0b6dbbd','demo-20261128.warc.gz',8162,'list');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (7,1,'http://127.0.0.1:43625/nodeart/page?nid=11171073&pgnum=1&cnt=10&attr=&tp=1&orderby=1','2026-11-28T01:02:47+00:00',200,'"eeeb6ed53fde9eec0d42"','Sun, 27 Oct 2024 06:40:55 GMT','eeeb6ed53fde9eec0d4299e72416f2d1ed0c5de1f867813f9720d717a0b6dbbd','demo-20261128.warc.gz',9206,'list');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (8,1,'http://127.0.0.1:43625/nodeart/page?nid=11171069&pgnum=1&cnt=10&attr=&tp=1&orderby=1','2026-11-28T01:02:47+00:00',200,'"eeeb6ed53fde9eec0d42"','Sun, 27 Oct 2024 06:40:55 GMT','eeeb6ed53fde9eec0d4299e72416f2d1ed0c5de1f867813f9720d717a0b6dbbd','demo-20261128.warc.gz',10247,'list');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (9,1,'http://127.0.0.1:43625/sitemap.xml','2026-11-28T01:02:48+00:00',200,'"d319b3cd2220f455465f"','Sun, 27 Oct 2024 06:40:55 GMT','d319b3cd2220f455465f21ab2df10be3729dbdc7d0297f89693a0c180a1a9a1d','demo-20261128.warc.gz',11295,'list');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (10,1,'http://127.0.0.1:43625/20241027/37b50105ee5a61bd43ea9a2d9a692e05/c.html','2026-11-28T01:02:48+00:00',200,'"82d4b9b7abd67094e005"','Sun, 27 Oct 2024 06:40:55 GMT','82d4b9b7abd67094e0050105437b5459a26c845eefa282b3da95abcbd3b1c188','demo-20261128.warc.gz',12632,'new');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (11,1,'http://127.0.0.1:43625/xinwen/ds_a6d618872de143bdafa2556915a7ae12.json','2026-11-28T01:02:48+00:00',200,'"169a9a7a1b63693716e5"','Sun, 27 Oct 2024 06:40:55 GMT','169a9a7a1b63693716e5f03b25b903378b3f9be214356c24a3b0299b86456eb2','demo-20261128.warc.gz',16285,'list');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (12,1,'http://127.0.0.1:43625/20240305/7968d6d1e874b31aeaebf2381d3b2454/c.html','2026-11-28T01:02:48+00:00',200,'"6ac6dc1edee6b3bb752d"','Tue, 05 Mar 2024 01:00:00 GMT','6ac6dc1edee6b3bb752d13782975d433e7fae331a65aeba23cbf4f19ae42759d','demo-20261128.warc.gz',18043,'new');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (13,1,'http://127.0.0.1:43625/shengtai/2017-11/22/c_1125302474.htm','2026-11-28T01:02:48+00:00',200,'"bb30796e3ce062808254"','Wed, 22 Nov 2017 07:40:18 GMT','bb30796e3ce06280825483ea39c6dd2bcf484730c677be8ffbfc1dba773d98ad','demo-20261128.warc.gz',21595,'new');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (14,1,'http://127.0.0.1:43625/2021-10/12/c_1210101237.htm','2026-11-28T01:02:48+00:00',200,'"d8105ed4814a97eaab71"','Tue, 12 Oct 2021 07:06:38 GMT','d8105ed4814a97eaab71e7ef4269e070ed2d834d8b283b46af65be2a2a6b4e27','demo-20261128.warc.gz',26092,'new');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (15,1,'http://127.0.0.1:43625/yaowen/2017-09/14/c_1125301237.htm','2026-11-28T01:02:48+00:00',200,'"6c50dd2015ab5f357565"','Thu, 14 Sep 2017 02:12:05 GMT','6c50dd2015ab5f357565a2a00904db1e224b034f1abd1cbb796fc01e3c9cbef8','demo-20261128.warc.gz',29450,'new');
INSERT INTO fetches(id, run_id, url, fetched_at, status, etag, last_modified, sha256, warc_file, warc_offset, outcome) VALUES (16,2,'http://mirror.example.org/2024-11/20/reed.html','2026-11-28T01:02:50+00:00',0,NULL,NULL,'f69b8212e9db66117ea66c1e49d245383aad0d2dcd218051c1e2897a49a793c2','import-20261128.warc.gz',392,'new');
INSERT INTO runs(id, command, site, started_at, ended_at, reason, fetched, bytes, new, edited, unchanged, refused, failed, sources, version) VALUES (1,'crawl','demo','2026-11-28T01:02:47+00:00','2026-11-28T01:02:48+00:00','finished',15,17627,5,0,0,0,0,'{"首页": 5, "要闻": 3, "新闻": 4, "公示公告": 0, "最新文件": 0, "解读": 0, "计划规划": 0, "sitemap": 5}','0.1.0');
INSERT INTO runs(id, command, site, started_at, ended_at, reason, fetched, bytes, new, edited, unchanged, refused, failed, sources, version) VALUES (2,'import',NULL,'2026-11-28T01:02:50+00:00','2026-11-28T01:02:50+00:00','finished',1,791,1,0,0,0,0,NULL,'0.1.0');
INSERT INTO problems(id, run_id, at, url, stage, reason, warc_file, warc_offset) VALUES (1,1,'2026-11-28T01:02:48+00:00','http://127.0.0.1:43625/nodeart/page?nid=11171068&pgnum=1&cnt=10&attr=&tp=1&orderby=1','discover','公示公告 gave nothing: it named no article',NULL,NULL);
INSERT INTO problems(id, run_id, at, url, stage, reason, warc_file, warc_offset) VALUES (2,1,'2026-11-28T01:02:48+00:00','http://127.0.0.1:43625/nodeart/page?nid=11171072&pgnum=1&cnt=10&attr=&tp=1&orderby=1','discover','最新文件 gave nothing: it named no article',NULL,NULL);
INSERT INTO problems(id, run_id, at, url, stage, reason, warc_file, warc_offset) VALUES (3,1,'2026-11-28T01:02:48+00:00','http://127.0.0.1:43625/nodeart/page?nid=11171073&pgnum=1&cnt=10&attr=&tp=1&orderby=1','discover','解读 gave nothing: it named no article',NULL,NULL);
INSERT INTO problems(id, run_id, at, url, stage, reason, warc_file, warc_offset) VALUES (4,1,'2026-11-28T01:02:48+00:00','http://127.0.0.1:43625/nodeart/page?nid=11171069&pgnum=1&cnt=10&attr=&tp=1&orderby=1','discover','计划规划 gave nothing: it named no article',NULL,NULL);
