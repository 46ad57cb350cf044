"""Who was hurt, and how badly."""

from __future__ import annotations

import re
from typing import Any

from mandarin.body import BODY, HUMAN
from mandarin.context import standing
from mandarin.homophones import repair
from mandarin.lexicon import fold, past_fillers
from mandarin.on_foot import OWN_PEOPLE, nobody_there, stood_outside, struck_on_foot
from mandarin.parts import NOUNS
from mandarin.severity import ON_THE_SIDE, SIDED, denied, doubted
from mandarin.sides import FAMILY, HE, I
from mandarin.span import ASSERTED, Span
from mandarin.taken import ON_THE_WAY, PLANNED, TAKEN, taken, without_left_open

_NUM = {
    "零": 0,
    "一": 1,
    "俩": 2,
    "两": 2,
    "二": 2,
    "三": 3,
    "仨": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_N = r"([一俩两二三仨四五六七八九十]|\d{1,2})"
_ACHE = (
    r"(?:酸|疼|痛|折(?![叠扣旧返])|麻|不舒服|难受|肿|骨折|断|破|骨裂|流血|出血|淌血|渗血|损伤|撕裂|擦伤|扭[伤到了着]|磕[了到破]|划破|划[伤到]|碰伤|拉伤|青|紫|淤|裂|崴|受伤|伤|不得劲|晕|蹭破|刮破|脱臼|脱皮|错位|起(?:了)?(?:一?个)?大?(?:包|泡)"
    r"|个大?包|嗡嗡(?!的?[,，\s]*(?:是|都是)?吓)|[蒙懵](?=$|[,，。\s的了])|豁|震[裂破]|闪[了到]|戳[了到]|动不[了得]|动唔到|不敢(?:动|走|弯|使劲|沾地|着地)|不能[动弯]|抬不起|砸伤|压[伤到]|夹[了到伤]|烫伤?|烧伤|烧到|灼|燎|口子|掉了[一两几]?[颗个]|缝了?|勒|没知觉|使不上劲|没劲儿?|发软|甩|轧|碾|发闷|闷|昏|出不上气|瘸|打石膏|撞(?:到|了)|落枕|僵|发抖|直抽|扎(?:了|到|着|破|进)|[顶硌](?:了|到|着)|[划剌刮]了?(?:好?[一两几]|[一两几]?好[几长大深])?[个条道]|红(?:了)?一?[块片道]|不行了?)"
)
_COMPLAINT = re.compile(
    rf"(?:[左右]?{BODY}(?:这儿|上|也|都|和|跟|还有|、|,|，|\s){{1,3}}(?=[左右]?{BODY}))*(?:(?<=[、,，\s和跟都也有])[左右])?{BODY}(?:这儿|那儿|那块|这块|儿|里|上|部|也|都|就|有点儿?|有些|感觉|觉得|怕是|可能是?|好像是?|估计是?|像是|怀疑是?|八成是?|被|给|让|叫|安全带|气囊|方向盘|玻璃|磕|碰|撞|摔|划拉?|蹭|擦|砸|压|弹|车|轮子|稍微|还|一直|特别|很|挺|得|到|了|是|的|不太|,|，|一点|点|出|肿|皮|个|一个|一道|条|道|说|[好老挺][大长深]|有(?=一?[个道条块大])){{0,6}}{_ACHE}(?:了?皮|得厉害|了)?"
    r"|(?:擦破|蹭破|磕破|划破|碰破|破|蹭掉|擦掉|蹭|擦)了?点?儿?(?:一点|一?块|一?层|一点点)?皮|(?:流|出|淌|冒)(?:了)?(?:好多|很多|好些|不少|一地|一点|点|好大一滩|满脸|些|老多)?血|骨[折裂]|昏迷|昏过去|晕过去|晕倒|休克|吐血|脑震荡|不省人事|人事不省|没意识|意识(?:不清|模糊)|叫不(?:醒|应)|喊不(?:醒|应)|(?:[叫喊人他她])[^,，。]{0,4}没(?:有)?反应|翻白眼|抽搐|起不来|爬不起来|站不起来|(?<=[人他她我])动不了了?|恶心|想吐|头晕|(?<![谈呕])吐了(?!一?口|气|槽|苦|出来的?话|沫)|牙[^,，。\s]{0,3}掉"
    r"|(?:喊|叫|说|直)(?:着|了)?(?:疼|痛)|[疼痛]得(?:要命|很|厉害|直|不行|受不了|龇牙|站不|动不)|哎哟哎哟|躺(?:着|在[那地]|地)(?:上|儿|里|那)*(?:没动|不动|动不|起不)|缝了?(?:好)?[几一两二三四五六七八九十\d]+针|打(?:了)?石膏|做手术|颅内|植物人|一瘸一拐|瘸了|喘不[上过]气|走不了路|心慌|胸闷|挂彩|破相|毁容|淤青|瘀青|烫伤|烫到|起(?:了)?(?:个|好几个|好多|几个|水)?水?泡(?!面)"
    r"|(?:擦|蹭|磕|碰|划)破(?:了)?(?:一)?(?:点|块|层)?(?!漆|大灯|车|轮|胎|保险|玻璃)(?=$|[,，。\s])|(?:碰|磕|撞|摔|划|割|崴|扭|压|夹|戳|烫|刮|砸|打(?=到|着|中))(?:到|着|破|伤|了|断|肿)*(?:一下|下)?(?:了)?(?:头(?!灯)|脑袋|脖子|额头|鼻子|胳膊|手腕|手指|膝盖|脚踝|脚(?![手步蹬垫踏])|腿|腰|胸|肩膀|下巴|嘴|牙)|皮外伤|擦伤|轻伤|重伤|血流|满脸血|都是血|全是血|一地血|见血|软组织|扭伤|挫伤|外伤|内伤"
    rf"|[左右]?{HUMAN}(?:也|都|还|又|就|给|被)*(?:磕|碰|撞|刮|划|戳)(?:到|着|在|了|上)*(?:方向盘|前?挡风玻璃|玻璃|中控台?|仪表台|车门|座椅|扶手|地|一?道?口子)?上?"
)
_FRAIL = "(?:小?孩子?儿?|小朋友|小[男女]孩|娃儿?|娃娃|宝宝|宝贝|妞妞?|婴儿|囡囡?|崽|老人家?|老头儿?|老太太?|大[爷妈娘]|老奶奶|奶奶|爷爷|姥姥|姥爷|外公|外婆|孕妇)"
"""Those who drive nothing: struck, it is they who are hurt, and no car of theirs."""
_ALSO = "(?:自己|也|都|还|就|直接|一下子?)*"
_BY_A_THING = r"(?:[给被]|[让叫][^,，。\s]{1,6}?)"
_AND_NO_MORE = r"(?:着|到|了)(?:了|一下)*(?=$|[,，。\s啊呀呢的])"
_HURT = re.compile(
    rf"(?:{_FRAIL}|{FAMILY}){_ALSO}{_BY_A_THING}?(?:磕|扎|硌|摔|烫){_AND_NO_MORE}"
    rf"|(?:{_FRAIL}|(?<![别有个的让被叫给])人){_ALSO}{_BY_A_THING}(?:砸|夹|压)(?:住|着|到|了)(?:了|一下)*(?=$|[,，。\s啊呀呢的])"
    rf"|{_FRAIL}{_ALSO}{_BY_A_THING}?(?:撞|碰){_AND_NO_MORE}"
    r"|[人他她我](?:就|直接|都|也)*摔(?:在|到|倒在)?(?:了)?地上?"
    r"|[两俩都也]个?(?:都|也)?伤(?=$|[,，。\s了得的])|受(?:了)?(?:点|些|轻|重|皮外)?(?:一点|一些|点儿)?(?:轻|重|皮外)?伤|伤着|伤到|伤了|撞伤|碰伤|砸伤|摔伤|压伤|烫伤|烧伤|轧伤|撞倒|撞飞|轧着|轧到(?=[人脚腿])|撞到昏|人伤|伤者|伤员|有人伤|伤得|伤的(?:不|挺|很|比较|严|有点|厉害)|摔倒|摔了|摔得|倒地|躺在?地|躺那|120(?:刚|把|给)*(?:把人|把他|把她)?(?:拉|接|送|来|到|也|都|已|说|的人)|救护车(?:来|拉|接|送|到|把|已|也|刚)|送(?:到|去|往|了|进)?[\u4e00-\u9fff]{0,8}(?:医院|急诊|急救|抢救|ICU)|送医|(?<!要)(?<!没)(?<!不)(?<!不用)进(?:了)?(?:医院(?!门|旁|对面|停车|那)|ICU|抢救室|急诊)|在医院|住院|抢救(?!费)|拉(?:到|去|走)?[\u4e00-\u9fff]{0,6}医院|去医院|骑车的倒了"
)
_DEAD = re.compile(
    r"[一二两三四五六\d]死(?=[一二两三四五六七八九\d]*伤|$|[,，。])|(?<![A-Za-z霉闷怜丢羞倦乏酸馋恶要受愁苦怕烦吓急气快累忙热冷困笑疼痛丑恨难火撑渴饿晒冻吵臭贵脏坑倒打卡堵锁踩封焊憋抱刹拧扳塞顶别挤关钉停固拉拽])死了|死者|死亡|去世|没气了?|人(?:当场|已经|都|就|也)*没了|没(?:抢)?救过来|救不(?:过来|活|回来)|不行了|当场死|身亡|没命了|没了呼吸|没有呼吸|断气|抢救无效|走了人|当场[^,，。]{0,4}没了|没(?:有|了)+生命体征|没(?:有|了)+心跳|(?:抢救|救|医院)[^。]{0,10}?(?<!先)(?:人|老人|他|她)?(?:还是|就|也|最后|到底)走了(?!出)|(?:人|老人|我[爸妈爷奶])(?:当场|永远|就这么)走了|出(?:了)?人命|(?<![冻吓急热气烦累疼痛挤堵笑愁晒吵要霉闷])死人了|撞死|轧死|压死|遇难"
)
_NOT_DEAD = re.compile(
    r"(?:没有?|不是|哪有|哪里|没得|冇|别说)(?:人|谁)?(?:员)?(?:当场)?死(?:亡|了|人|的|者)?|人没(?:有)?死|(?:还|都|人)?活(?:着|得好)(?:呢|的|好好)?|没(?:有)?(?:生命)?危险|没出人命"
    r"|(?:死亡|死了|死者)(?=[^，,。]{0,8}?(?:改掉|去掉|删|不对|弄错|搞错|记错|听错|错了))|(?:怎么|咋)(?:还|又)?(?:说|记|写)[^，,。]{0,4}(?:死亡|死了)|(?:又|也)不是?(?:快|要|会)死"
)
"""Words that nobody died: 人没死, 不是死亡，是骨折, 那个死亡要改掉的. They take back a death, and never tell one."""
_NOT_SO_MANY = re.compile(rf"不是(?:有)?{_N}[个名位]")
_DEAD_COUNT = re.compile(
    rf"(?:死了?|死亡|没了)(?:了)?{_N}个?|{_N}(?:个人?|人|名|位)(?:都|当场|已经|也)*(?:死|没了|去世|身亡|不行了|死亡|遇难)|{_N}死"
)
_RESCUE = re.compile("抢救(?!过来)")
_SAID_AFTER = re.compile(
    r"受(?:什么|啥)?(?:伤|商)[啊呀吗么哦]?(?=[,，\s]+(?:没有|没得|没|冇|木有)(?:$|[,，。\s啊呀呢的]))"
)
"""哦受伤啊 没有: the question said after, and then the answer."""
_NOBODY = re.compile(
    r"(?:怎么|咋个?|怎)(?:可能|还|可|会|能|有)+(?:有|把)?(?:什么)?人?(?:会)?(?:受(?:什么)?伤|伤到?|伤着|出事|有事)|哪(?:里|儿)?(?:能|会|有|可能|来的?|像|是)+(?:人)?(?:会)?(?:受(?:什么|了)?伤|伤到?|伤着|人伤|有事)|心[里理灵]受伤|没烧着人?|没\s*有?\s*人?\s*(?:受\s*伤|伤着|伤到)|没磕没碰|没碰没磕|毫发[无五][损伤]|受?伤(?:倒|是|倒是)?没受?伤|谁(?:也|都)没[^,，。]{0,4}?(?:伤|碰)(?:着|到)?(?:伤[着到])?|没有?(?:得)?(?:人员?|谁|人|任何人|行人|乘客|人员|哪个|啥子人|一个人?|任何)?(?:受(?:什么|啥)?伤|伤亡|伤着|伤到|人伤|伤|大碍)|没人(?:受)?伤|没(?:有)?人(?:员)?(?:受伤|伤亡|伤着|伤)|没人(?:有)?事|没伤[着到](?:谁|哪个|哪儿|人)|没(?:有)?人?挂彩|毫发无[伤损]|活蹦乱跳|个个都?(?:好|没)(?:好|事)|冇(?:乜)?事|没乜事|(?:人|大家|两个人|我们俩?)(?:都|也|倒|是|还|呢)*(?:挺|蛮|好|很)?(?:好(?!像|几|多|疼|痛|严|大|怕|心|在|着|好)|安好|平平安安|安安全全|OK)|(?<![别他旁])(?<!别的)(?<!其他)(?<!其余)(?<!旁边的)人(?:员|们)?(?:都|倒|是|也|呢|啊|家|目前|暂时|反正|,|还好|就)*(?:没事|没有事|没伤|没受伤|没啥事|没什么事|没大事|没有受伤|没有伤|平安|安全|好着|好好的|没问题|不要紧|无碍|没毛病|无恙|没碰着|还好)"
    r"|(?:大家|双方|两边|我们|咱们|两个人|车上人|车里人|他们|我们俩|司机|老人|小孩|孩子|老太太|我|(?<!其)他|她|对方|行人|骑车的|那人)(?:人|都|也|倒|是|的(?=人)|就|没怎么|自己)*(?:没事(?!故)|没有事(?!故)|没受伤|没伤(?:着|到)?|没有受伤|没啥事|没什么事|没大事|好好的|没碰着)|都没事|都没伤|都好着|无人(?:员)?(?:受伤|伤亡)|没有?(?:人)?伤亡|没受伤|没伤着|没伤到人|没伤人|没有伤人|没有伤到|零伤亡|没碰着人|没撞着人|没死人|没有?人员?死|没出人命|没撞到人|(?<!车)(?<!车子)(?:啥|什么|屁|一点|半点)事(?:儿|都|也)*没有?(?:得)?|(?:人|都|大家|我|他|她|司机|乘客|我们|双方)(?:人|都|也|倒|是|些)*没得(?:啥|什么)?事|皮(?:都|也)没(?:有)?(?:破|擦|蹭|刮)"
)
_HURT_COUNT = re.compile(
    rf"(?:伤了|受伤(?:了|的)?(?:有)?|撞(?:伤)?了|有|送(?:了|走)?|撞伤|伤者|一共|总共){_N}(?:个|名|位)?(?:人|名|位|个|伤者|乘客|老人|小孩|孩子|行人|轻伤|重伤|伤)|{_N}(?:个|名|位)?(?:人|乘客|伤者|孩子|老人)?(?:都|全|也|已经)?(?:受|撞|摔|轻|重)(?:了)?(?:点)?(?:轻|重)?伤|{_N}(?:个|名|位)(?:轻|重)?伤|伤了?{_N}个|伤了?([俩仨])|[,，。\s]就([俩仨])(?=$|[,，。\s])|{_N}(?:人)?伤|{_N}(?:个|名|位)(?:人|大人|小孩|老人|乘客)?(?:都|全|也)?(?:不重|不严重|不轻|挺重|很重|轻|重|骨折|昏迷|流血|擦伤|皮外伤|被送|送|在抢救|住院)|(?:拉|送|抬|接)(?:走|了|到|去)+(?:医院)?(?:了)?{_N}(?:个|人|名|位)"
)
_SEVERE = re.compile(
    r"(?:伤得?的?|情况|挺|很|比较|特别|非常|有点|不太|不|蛮|伤势)(?:挺|很|比较|特别|非常|不太|不|有点|不怎么|较)?(?:严重|厉害|重|要紧|轻|大)|昏迷|骨折|昏过去|晕过去|流血|出血|重伤|轻伤|擦伤|皮外伤|脑震荡|休克|不省人事|抢救(?![费过])|软组织(?:挫伤|损伤)|擦破(?:了)?点?皮|破了?点?皮|扭伤|挫伤|起不来|动不了"
)
_ASKED_HOW_BADLY = re.compile(r"(?:伤得?的?)?([重轻大严要])不\1(?:重|轻|大|严重|要紧)?")
"""Words that ask how badly somebody is hurt, and tell nothing of it: 要不要紧, 伤得重不重."""
_CREATURE = "(?:狗|猫|羊|牛|猪|鸡|鸭|鹅|鸟|兔|马(?!路)|驴|鹿|狍子?|獾|骡|狐狸|黄鼠狼|动物|牲口|树|苗|庄稼|草)"
_DEAD_THING = re.compile(
    rf"^(?:了)?(?:别人|人家|他|邻居)?(?:家)?(?:的)?(?:好?[一两俩三四五六七八九十几\d]+)?(?:条|只|头|匹|棵|个|群|窝|颗)?(?:别人家?的?|人家的?|他家的?|我家的?|路边的?|过路的?|小|大|流浪|野|土|老|黄|黑|白)*{_CREATURE}"
)
_THING_DIED = re.compile(
    rf"(?:{_CREATURE}[^,，。人]{{0,5}}|(?:手机|系统|屏幕|车机|电瓶|电池|程序|空调|发动机|锁)[^,，。人]{{0,3}})$"
)
"""撞死一条狗, 羊被轧死了: nobody died."""
_LOST_SIGHT_OF = re.compile(
    r"(?:撞完|碰完|刮完|回头|一转眼|转眼|再看|一看|跑|开走|追过去|追出去)[^,，。]{0,5}$"
)
"""撞完人没了: drove away."""
_NOT_A_PATIENT = re.compile(
    r"(?:在|去|到|往|从|上|路过|经过)[^,，。\s]{0,6}医院(?:门口|门前|旁边?|附近|对面|后[面门]|停车|那[条边]|路口|拐|里?(?:照顾|陪|看(?:人|望|病|我|孩子)|上班|接|探望|办事|拿|开药|体检|产检))"
    r"|(?:送|拉|接|带|去|到)[^,，。]{0,10}医院(?:的)?(?:路上|途中|半道)(?=[^。]{0,14}(?:撞|追尾|刮|蹭|碰|剐|被))"
    r"|[我俺咱]们?(?:人|现在|这会儿|还|正|都|本人)*(?:在|去|到)[^,，。\s]{0,6}医院"
    r"|(?:替|帮|代)我?[^,，。\s]{1,4}(?:报|打)[^,，。]{0,6}(?:他|她)(?:现在|人|还|正|在)*(?:住着?院|在医院)"
)
"""Whoever is at a hospital, or was driving there, was not for that brought to one."""
_WHETHER = re.compile(
    r"(?:有没有|有无|是否有?|可有)[^,，。\s]{0,8}|(?:啥|什么|哪[有来里]的?)抢救|抢救(?:那个|这个)?(?:倒|都|就|也|是|还)*没(?:有|得|做)?(?=$|[,，。\s啊啦了的呢])"
)
_HURT_THING = re.compile(
    rf"(?:也|都|被|给|好像|有点|就|全|那块|这块)*(?:撞|擦|刮|碰|蹭)?(?:得|的)?(?:受(?:了)?(?:点|一点)?(?:内|重|轻|外|皮外)?伤|[烧烤晒烫]?得?都?起了?(?:好?[几多一]?[个片块])?[包泡]|(?:擦|划|刮|碰|撞|蹭|磕)破(?!皮)|(?:擦|划|刮|碰|撞|蹭|磕|轻|重|内|皮外|外)伤|伤(?:得|的|了|着|到|势)|伤(?=$|[,，。\s]))(?!(?:了|到|着)?(?:我|他|她)?的?(?:{BODY}|人))"
)
_HURTS_A_THING = re.compile(
    r"(?:(?<!受)伤|擦伤|碰伤|划伤|刮伤)(?:了|到|着)*(?:个|一个|我的?|他的?|那个|点|一点|整个|左边?|右边?|前|后)*$"
)
_CAR = re.compile(r"(?<![动瓶行单托骑开坐])(?:爱|我的?|他的?|两|俩)?车(?:子|辆|身)?(?![上里]|主|门)")
_OPENS_A_DOOR = re.compile(
    rf"(?:乘客|副驾|后排|后座|车上|同车|客人|我?{FAMILY})[^,，。]{{0,8}}?(?:开|推)(?:了|开|车|着|一下)*门"
)
"""Whoever opened the door is not thereby hurt."""
_PILLION = re.compile(r"((?:骑|[动瓶行托]车)[^,，。我]{0,8}?)后[座排]")
"""骑电动车的和后座的: the seat behind the rider is no car's."""
_ONE = rf"(?:那个?|这个?)?(?:(?:我|他|她|俺|人家|对方|老头|老太太?|大[爷妈娘姐哥]|[老小]\w|宝宝|小朋友|司机|副驾驶?|骑车的?|行人|乘客)(?:家|的)?{FAMILY}*|{FAMILY}+)"
_SELF = r"(?:自[个己]儿?|本人|一个人?|一位|一人|1个人?|那个人?|的)*"
_SINGLED_OUT = re.compile(
    rf"(?:(?<![^,，。\s×])|(?<=[好事的伤]))(?:就|只有?|光|仅|单)(?:是|有|剩|伤了?)?(?P<who>{_ONE})(?![们俩仨和跟同与]|家|的?车|两|[二三四五])(?P<self>{_SELF})(?P<rest>[^,，。\s]*)"
)
"""One person of whom alone it is said: 俩人都好好的就他, 就我媳妇脖子疼."""
_NOBODY_ELSE = re.compile(
    r"(?:别人|其他人?|旁人|别的人?)(?:都|也)?(?:没有?|没事)|没(?:有)?(?:别人|旁人|其他人)"
)
_MYSELF = re.compile(rf"(?:就|只有?|光)(?:是|有)?(?:我|俺)(?!(?:家|的)*{FAMILY})")
"""没人受伤 就我一个: alone in the car."""
_NOTHING_MORE = re.compile(r"[啊呀吧呢嘛哦了么咯]*(?:受(?:了)?伤|伤了?)?[啊呀吧呢嘛哦了么咯]*")
_ANOTHER = re.compile(
    r"还有|另外|也(?=[^,，。\s]{0,6}[伤疼痛破断肿流折])|[,，。\s](?:我|他|她|俺)[^,，。\s]{0,2}也"
)


def _one_alone(text: str, evidence: list[re.Match[str]] | None = None) -> bool:
    """Tell whether one person is singled out as the one who is hurt: in the clause of an injury, or in one that tells no more."""
    spots = [match.start() for match in evidence or ()]
    return not _ANOTHER.search(text) and any(
        _NOTHING_MORE.fullmatch(one["rest"]) or any(one.start() <= at < one.end() for at in spots)
        for one in _SINGLED_OUT.finditer(text)
    )


_JUST_TWO = re.compile(
    rf"就?(?:我们?|他们?)(?:俩|两个)|两口子|夫妻俩|[娘爷父母]子?女?俩|(?:就|只|光)(?:是|有)?{_ONE}[和跟同与]{_ONE}(?=$|[,，。\s啊吧呀])"
)
_ONLY = re.compile(
    rf"[,，。\s就只光](?:就|只|光)?(?:是|有)?(?:我|他|她|俺|人家|宝宝|小朋友|副驾|{FAMILY})(?!的?车|门|杠|这边|那边)[^,，。没无车门杠漆灯]{{0,5}}?"
    r"(?:磕|碰|划|擦|崴|扭|燎|烫|夹|硌|蹭|闪|戳)(?:了|着|到|破)[一两]?(?:下|点|块|道)?"
)
"""Whom "没事" leaves out: 人没事，就孩子磕了一下."""
_KINDS = (
    (
        "第三者车上人员",
        re.compile(
            r"[一两二三]个(?:人)?(?:是|在|坐)?(?:对方|人家|他们?)的?(?:车|那边)|[前后]车的?(?:后[座排]|副驾|车?[上里])|(?:另外?一?个|另外那个)[^,，。]{0,3}?是[^,，。我]{1,4}车上|(?:对方|对面|前车|后车|[前后旁对](?:面|头|边)[^,，。我俺]{0,4}?车|(?<![开跑我俺咱这])(?<!我的)(?:网约车|的士)|他们?(?![们自个一二两俩仨三四五六七八九几])|人家|那个车|那车|那[辆台]车?|面包车|货车|轿车|出租车|公交车?|大巴|客车|三者|人家|被撞(?:的)?(?:那)?(?:辆|个|台)?车?)(?:那|的)?(?:[辆个台]|一辆)?车?(?:上|里|的|那边|那个?|面|头)*(?:车上|车里)?(?:的)?[^,。我行骑]{0,4}(?:司机|乘客|驾驶员|车主|副驾|后[座排]|人员|开车的|[一两二三四]个?人|人(?!家)|老婆|媳妇|女的|男的|孩子|老太太|老人|老头|老娘|老妈|大[爷妈娘姐哥叔]|阿姨|小伙|姑娘|小孩|娃)|(?:对方|人家)的?车[上里](?!没|×)|第三者(?:的?车?上?(?:人员|的人)?)?|三者车?上(?:人员)?|(?:对方|他们?|人家)(?:那边|那里)(?:车[上里])?的?(?:[一两二三四]个|后[座排]|副驾)|对方(?:的)?(?=$|[,，。\s]|都|那边|也)|(?:对方|他们?|人家|别人|那)的?车?(?:辆|个)?车?[上里](?:面)?(?:的|坐)"
        ),
    ),
    (
        "车上人员",
        re.compile(
            rf"(?:(?:(?:我|俺)(?!(?:们|家|自家|的|这边|那边)*{FAMILY})(?!的?车撞|撞|的?车把|把|碰|刮|剐|蹭|追|压|轧|倒车)|自己)[^,，。\s对他她骑我俺]{{0,6}}|(?:我车|(?<![动瓶行轮单托踏卖])车上|(?<![动瓶行轮单托踏卖])车里|本车|同车)[^,，。\s对他她骑]{{0,6}})(?:脖|头|腰|腿|手|胳膊|胸|肩|乘客|受伤|伤|副驾|爱人|人|脸|后背|膝|{FAMILY}+)|副驾驶?(?:座|位)?(?:的|上|坐|那个)[^,，。]{{0,3}}{FAMILY}?|(?<![动瓶行]车)后[排座](?!带)(?:的|坐|上)*[^,，。]{{0,3}}{FAMILY}?|我们?这边(?:车上)?的?[一两二三四]个|乘客|坐我?车|坐车的|司机(?:受伤|伤)|驾驶员(?:受伤|伤)|车上人员|本车(?:上|里)?的|本车[一两二三]个|[一两二三]个(?:人)?(?:是|在|坐)?(?:本车|(?:我|俺|咱)们?的?车)|坐(?:在|到)?(?:我|俺|咱)(?:们)?(?:这|那|的|家)?[^,，。\s]{{0,4}}车|(?:[我俺咱]们?|自己|本)(?:的|自己|家)?的?车[上里](?:面)?的?[^,，。]{{0,3}}{FAMILY}?|^[嗯呃啊就是,，\s]*(?:就)?(?:是)?(?:我|俺)(?:自己|本人)?[,，。吧啊\s]*$|(?<!对方)(?<!对面)(?<!他们)司机(?:自己|本人)"
        ),
    ),
    (
        "非机动车人员",
        re.compile(
            r"非机动车|骑(?:着|了)?(?:电动|电瓶|电车|自行|车|三轮|摩托|单车|共享|电驴|小电|脚踏|两轮)|电动车|电瓶车|自行车|三轮|外卖|骑手|骑车|电驴|单车|电单车|踩单车|代步车|骑的|骑[^,，。]{0,4}的"
        ),
    ),
    (
        "行人",
        re.compile(
            r"行人|路人|路过的|过马路|走路|步行|走在路|路边(?:走|站)|撞(?:到|了|着|倒)*(?:一?个)?人|(?:路边|路上|马路上?|人行道上?)的?人|横穿|环卫"
        ),
    ),
)
_BY_AGE = re.compile(
    r"老太太|老大爷|老人|老头|大爷|大妈|大娘|老奶奶|小孩|小朋友|孩子|小男孩|小女孩|学生|孕妇|老婆婆|阿姨|婆婆"
)
"""Words for people that say nothing of where they were; whom a car struck, they are most of the time on foot."""


def _value(digit: str | None) -> int | None:
    if not digit:
        return None
    return int(digit) if digit.isdigit() else _NUM.get(digit)


def _first_count(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return _value(next((group for group in match.groups() if group), None)) if match else None


_SLIGHT = re.compile(
    r"轻|擦|破了?点?皮|皮外|磕|碰|蹭|刮|划|青|紫|淤|瘀|肿|酸|疼|痛|扭|崴|闪|起了?个?包|小伤|不碍事|不要紧|没大碍|不严重|没(什么|啥|多)大?事|不舒服|一点"
)
_GRAVE = re.compile(
    r"骨折|断|昏|晕|血|吐|恶心|抢救|[动立走起]不|站不|不能[动走]|没反应|不醒|休克|(?<!不)(?<!没那么)(?<!不太)(?<!不算)严重|重伤|内伤|胸|肋|肚|腹|头(?!发)|脑|颅|脊|椎|缝|压|卡|夹|轧|烧|烫|麻|没知觉|厉害|喘|闷|意识|抽搐|眼|瘫|救护车|120|飞|不行"
)


def is_slight(severity: str) -> bool:
    """Tell whether an injury, in the words ``find_injuries`` or the caller gave, is a bruise, a graze or an ache and no more."""
    return bool(_SLIGHT.search(severity)) and not _GRAVE.search(severity)


_AGE = re.compile(
    rf"(?:\d{{1,3}}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])[多来几]?岁|{FAMILY}[^,，。\s]{{0,3}}[,，\s]+(?:[\u4e00-\u9fff]{{2,4}}[,，\s]+)?[一二三四五六七八九]十[一二三四五六七八九]?(?=$|[,，。\s了])"
)


def tells_age(text: str) -> bool:
    """Tell whether words tell how old somebody is: 九岁, 我媳妇 三十一."""
    return bool(_AGE.search(text))


_SOMEBODY_OF = re.compile(
    rf"(?<![前后每])[二三四五六七八]?{_N}(?:个|名|位|口)(?!坑|洞|包|口|车|灯|门|轮|月|小时|钟|字|电话|地方|针|气囊|方向|路口|弯|红绿|多|人?(?:里|中|就|只|都没))"
)
"""People told by number in words about the hurt: 两个骑电动车的都摔了."""
_ONE_AND_ONE = re.compile(r"一个[^,，。一]{1,8}?[,，\s]?一个(?=[^,，。])")
_FILLED = r"^(?:嗯+|呃+|啊+|哦|那个|就是|就|应该是?|好像|目前|看着?|看来|暂时|反正|幸好|还好|,|，|\s)*"
_DENIED = re.compile(
    rf"{_FILLED}(?:没有|没得|没|冇|木有)(?=$|[,，。\s啊吧呀呢的嘛了没]|应该|都|人(?!接|来|管)|哪个|谁|得|就|车|全)"
)
_AFFIRMED = re.compile(rf"{_FILLED}有(?!没)(?=$|[,，。\s啊咧嘞撒哟咯吧呀呢的个几一两三四五六人伤])")
_NO_SEVERITY = re.compile(
    rf"{_FILLED}(?:我|还|也|这个)*(?:不太?(?:知道|清楚|晓得|好说|懂)|没看|说不|喂|什么|等)|[吗呢]$|几个"
)


_A_SLIP = re.compile(
    r"(?:脑壳|脑袋|脑子|头)?(?:都|真|是)?(?:昏|晕|懵|糊涂)(?:头)?了?[,，\s]*(?:应该|就)?是(?:[左右前后今昨上下]|\d)"
)
"""我脑壳昏了 是左边 takes something back, and hurts nobody."""


@past_fillers
def find_injuries(text: str, asked: str | None = None) -> list[Span]:
    """Find whether and how people were hurt, at most one span.

    The value has ``any`` and, only where said, ``count``, ``deaths``, ``severity`` (as said),
    ``kinds`` (行人, 车上人员, 第三者车上人员, 非机动车人员), ``sent_hospital``, and
    ``arrived`` false of who is still on the way there. "没人受伤" gives
    ``any`` false; an ache ("脖子有点酸") is an injury. ``asked`` is the open question: who was hurt (``injured_kind``), for
    which naming them is enough, whether anybody was (``injured``), for which 没有 and 有 are, or how badly
    (``injury_severity``), which any words but not knowing tell, how many (``injured_count``: 就我一个), about the hospital (还没到), or the recap, to which
    it is put right who was hurt (伤的是行人) and whether they were taken to hospital (医院没去): such a value has no ``any``, and with
    ``named`` says who it was that was hurt.
    """
    said = fold(text)
    for pattern, word in _EVERYDAY:
        said = pattern.sub(word, said)
    repaired = _blanked(_WHETHER, without_left_open(_AMBULANCE.sub("120", repair(said))))
    if any(denied(repaired, *spot.span()) for spot in _RESCUE.finditer(repaired)):
        repaired = _blanked(_RESCUE, repaired)  # what was not done tells not how badly somebody is hurt
    if asked == "injured" and (echo := _SAID_AFTER.search(repaired)):
        repaired = " " * echo.end() + repaired[echo.end() :]
    nobody = _NOBODY.search(repaired)
    alive = _NOT_DEAD.search(repaired)
    masked = _without_things(_blanked(_NOT_DEAD, _blanked(_NOBODY, repaired)))
    patients = _blanked(_NOT_A_PATIENT, masked)
    evidence = [
        match
        for pattern in (_DEAD, _HURT, _COMPLAINT)
        for match in pattern.finditer(patients)
        if not _supposed(masked, match) and not _A_SLIP.match(masked, match.start())
    ]
    if asked == "injured" and nobody and not evidence and _AFFIRMED.match(masked):
        return [Span("injury", 0, len(text), _answered(masked, asked) or {"any": True}, text)]
    alone = list(_ONLY.finditer(masked)) if nobody else []
    told_alone = [any(one.start() <= told.start() < one.end() for one in alone) for told in evidence]
    if all(told_alone) and not any(told.re is _COMPLAINT for told in evidence):
        evidence = alone
    if nobody and not evidence and asked == "injured" and _one_alone(_blanked(_MYSELF, masked)):
        return [Span("injury", 0, len(text), {"any": True, "count": 1, **_kinds(masked)}, text)]
    if alive and not evidence and not nobody:
        start, end = alive.span()
        return [Span("injury", start, end, {"any": True, "deaths": 0}, text[start:end])]
    named = _parts_named(masked, asked)
    if not evidence:
        if (not nobody or asked == "injured_count") and (answer := _answered(masked, asked)):
            return [Span("injury", 0, len(text), answer | _joined(named), text)]
        if named:
            return [Span("injury", 0, len(text), _joined(named), text)]
        if not nobody:
            return []
        start, end = nobody.span()
        nobody_died = {"deaths": 0} if "死" in nobody.group() or "人命" in nobody.group() else {}
        return [Span("injury", start, end, {"any": False, **nobody_died}, text[start:end])]
    start = min(match.start() for match in evidence)
    end = max(match.end() for match in evidence)
    value: dict[str, Any] = {"any": True}
    only = [match.group().strip(" ,，。就只光") for match in evidence if match.re is _ONLY]
    dead = [match for match in _DEAD.finditer(masked) if not _supposed(masked, match)]
    count = (
        _first_count(_HURT_COUNT, _blanked(_DEAD_COUNT, masked)) if dead or only else _count(masked, evidence)
    )
    if not dead and not only:
        count = _and_another(masked, asked) or (count if count is not None else _one_by_one(masked))
    if dead:
        value["deaths"] = _first_count(_DEAD_COUNT, masked) or 1
    elif alive:
        value["deaths"] = 0
    if count is not None:
        value["count"] = count
    complaints = [
        _as_told(masked, *_whole_of(masked, match))
        for match in _COMPLAINT.finditer(masked)
        if not _supposed(masked, match)
    ]
    complaints = complaints or only
    severe = [
        _as_told(masked, *match.span())
        for match in _SEVERE.finditer(_blanked(_ASKED_HOW_BADLY, _blanked(_COMPLAINT, masked)))
        if not denied(masked, *match.span())
    ]
    value |= _joined(complaints + severe + named if severe or named else complaints)
    if not only:
        value |= _kinds(masked, None if asked in ("injured_kind", "recap") else evidence)
    if asked == "recap" and "kinds" in value and _NAMES_THE_HURT.search(masked):
        value["named"] = True
    value |= _taken(masked, asked)
    return [Span("injury", start, end, value, text[start:end])]


_CHILD = "小孩子?|孩子|妞妞?|宝贝|小?孙[子女儿]|小姑娘|小朋友|娃娃?|宝宝|婴儿"
_HURT_ONE = re.compile(
    rf"(?P<kin>{I}(?:们|家|的)*(?:{FAMILY}))|(?P<child>{_CHILD})|(?P<seat>(?:后座|后排|后面坐|副驾驶?|旁边坐|车上坐)[^,，。\s]{{0,4}}?(?:人|女的|男的|乘客|老人|大[姐哥爷妈]|阿姨))"
    rf"|(?P<other>骑[^,，。\s]{{1,4}}的|骑手|司机|师傅|大[姐哥爷妈叔]|阿[姨婆公]|老人|老太太?|老头子?|老汉|行人|小伙子?|女的|男的|对方)|(?P<me>{I}(?:自己|本人)?)"
)
_CHILDREN = re.compile(r"孩|娃|妞|宝贝|儿子|女儿|闺女|姑娘|崽|囡|孙")


def _one_by_one(text: str) -> int | None:
    """Return how many are told of who have each their own injury in a clause of their own: 骑车的大姐腿断了 后座的小孩头磕破了.

    Who may be one person told twice (骑车的, 大姐) counts as one; None where there are no two.
    """
    told: set[str] = set()
    for match in _COMPLAINT.finditer(text):
        if denied(text, *match.span()) or _supposed(text, match):
            continue
        people = _told_of(text, match)
        one = next((person for person in people if person.lastgroup != "other"), next(iter(people), None))
        if one is not None:
            told.add(one[0] if one.lastgroup == "kin" else str(one.lastgroup))
    if any(_CHILDREN.search(one) for one in told):
        told.discard("child")
    return len(told) if len(told) > 1 else None


_COUNTED_FIRST = re.compile(
    rf"(?P<only>(?:就|只|光|伤)[^,，。\s]{{0,6}})?{_N}(?:个|名|位)(?:人|受?伤(?:的)?|伤者)?[吧啊呀呢了的]*(?=$|[,，。\s])"
)


def _and_another(text: str, asked: str | None) -> int | None:
    """Return how many there are with those told of only after they were counted: 就我妈一个 对了我自己脖子也疼; None where there are none."""
    counted = _COUNTED_FIRST.search(text)
    before = _value(counted[2]) if counted else None
    if counted is None or not before or not (counted["only"] or asked == "injured_count"):
        return None
    more = {
        person[0] if person.lastgroup == "kin" else str(person.lastgroup)
        for match in _COMPLAINT.finditer(text, counted.end())
        if not denied(text, *match.span()) and not _supposed(text, match)
        for person in _told_of(text, match)[:1]
        if "也" in text[person.end() : match.end()] and person[0] not in text[: counted.start()]
    }
    return before + len(more) if more else None


def _told_of(text: str, injury: re.Match[str]) -> list[re.Match[str]]:
    """Return the people who are named in the clause of an injury before it."""
    clause = max((found.end() for found in _PAUSES.finditer(text, 0, injury.start())), default=0)
    return list(_HURT_ONE.finditer(text, clause, injury.start() + 1))


_PAUSES = re.compile(r"[,，。、；;\s]+")
_BESIDE_IT = re.compile(r"(?:(?:左右?|右|双)(?:手边|[手侧边面])?(?:的|[这那][个只]?)?[大小]?|股骨|胫腓骨?)$")
_HOW_MUCH = re.compile(
    r"(?:了|完|过)?\s*(?:好几|[一俩两二三四五六七八九十几\d]+)(?:根|针|处|颗|块皮|层皮|道口子|节|个(?:大|小)?(?:包|口子|泡|洞))|(?:了?一?点)皮|了?个(?:大|小)?(?:包|口子|泡)"
)


def _whole_of(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Return from where to where a complaint is told: with its side before it, and with how much of it behind: 右腿骨折, 肋骨断了两根."""
    begun = _BESIDE_IT.search(text, max(0, match.start() - 6), match.start())
    start = begun.start() if begun else match.start()
    start -= text[start] == "颈" and text[start - 1 : start] == "头"
    more = _HOW_MUCH.match(text, match.end())
    return start, more.end() if more else match.end()


def _as_told(text: str, start: int, end: int) -> str:
    """Return the words for an injury, with those by which it is in doubt: 怕是脑震荡, 脑震荡还没确诊."""
    before, behind = doubted(text, start, end)
    return before + text[start:end] + behind


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: "×" * len(match.group()), text)


def _without_things(text: str) -> str:
    """Blank out the car and its parts where it is they that are hurt: 底盘受伤了, 伤了个大灯."""
    for start, end in [
        *((hit.start, hit.end) for hit in NOUNS.find(text) if not _A_BODY.match(hit.word)),
        *(car.span() for car in _CAR.finditer(text)),
    ]:
        hurt, hurts = _HURT_THING.match(text, end), _HURTS_A_THING.search(text[:start])
        if hurt and _BY_IT.search(text[max(0, start - _NEAR) : start]):
            continue  # 手指让玻璃划破了
        begin, stop = hurts.start() if hurts else start, hurt.end() if hurt else end
        if hurt or hurts:
            text = text[:begin] + "×" * (stop - begin) + text[stop:]
    return text


_A_BODY = re.compile(BODY)
_BY_IT = re.compile(rf"{BODY}[^,，。\s]{{0,3}}?[被让叫给]$")


def _answered(text: str, asked: str | None) -> dict[str, Any] | None:
    """Return what words without any injury tell when asked for one, None when nothing."""
    if asked == "injured" and _DENIED.match(text):
        return {"any": False}
    if (asked == "injured" and (_AFFIRMED.match(text) or _SOMEBODY_OF.match(text))) or (
        asked == "injury_severity" and len(text) > 1 and not _NO_SEVERITY.search(text)
    ):
        count = _count(text)
        return {"any": True} | ({"count": count} if count else {}) | _kinds(text)
    if asked == "injured_kind" and (kinds := _kinds(text)):
        return {"any": True, **kinds}
    if asked == "injured_count" and _JUST_TWO.search(text):
        return {"any": True, "count": 2}
    if asked == "injured_count" and (_one_alone(text) or _NOBODY_ELSE.search(text)):
        return {"any": True, "count": 1}
    if asked == "recap" and (
        told := (_kinds(text) if _OF_THE_HURT.search(text) else {}) | _taken(text, asked)
    ):
        return told
    if asked in _AT_HOSPITAL and (sent := _taken(text, asked)) and sent != {"sent_hospital": True}:
        return {"any": True, **sent}
    return None


_AT_HOSPITAL = ("sent_hospital", "hospital", "treated", "ward")
_NAMES_THE_HURT = re.compile(
    r"伤(?:的|者|员)(?:人|那个?人?)?(?:应该|其实|就|要|那个)*(?:改成|改为|换成|[是系])"
)
_OF_THE_HURT = re.compile(
    r"伤(?:的|者|员)|不是(?:什么)?(?:行人|路人|[骑坐开]车|司机|乘客|车[上里]|我们?(?:的|这边)?车|我方|对方)"
)
"""Words with which it is put right who was hurt, where no injury is told anew."""


def _taken(text: str, asked: str | None = None) -> dict[str, Any]:
    """Return whether they were taken to hospital, where that is told; a plan tells that they were not where it was ``asked``."""
    kind = taken(text)
    if kind == ON_THE_WAY:
        return {"sent_hospital": True, "arrived": False}
    if kind == PLANNED and _TO_ANOTHER.search(text):
        return {}  # who is to be moved on is at one
    if kind == PLANNED:
        return {"sent_hospital": False} if asked in (*_AT_HOSPITAL, "recap") else {}
    return {"sent_hospital": kind == TAKEN} if kind else {}


_TO_ANOTHER = re.compile("转(?:去|到|往|院)")


def _count(text: str, evidence: list[re.Match[str]] | None = None) -> int | None:
    """Return how many were hurt: told so (三个受伤), one by one (一个重一个轻), one alone, or the only number of people there.

    With ``evidence`` of somebody hurt, people only count in its clauses: those who sat there or stand around are not all hurt.
    """
    text = _blanked(_UNHURT_CLAUSE, text)
    for number in dict.fromkeys(_NOT_SO_MANY.findall(text)):  # 伤了三个 不是三个 就俩
        text = re.sub(rf"{number}[个名位]", "××", text)
    count = _first_count(_HURT_COUNT, text)
    if count == 1 and _ONE_AND_ONE.search(text):
        return 2
    if _one_alone(text, evidence):
        return 1
    if count is not None:
        return count
    numbers = [_value(match[1]) or 0 for match in _SOMEBODY_OF.finditer(text)]
    if len(numbers) > 2 and numbers[0] == sum(numbers[1:]):
        return numbers[0]  # 三个，两个我车上的，一个他车上的
    if numbers[:1] == [1] and len(numbers) == 2 and numbers[1] == 1 and _ONE_AND_ONE.search(text):
        return 2
    if evidence:
        clauses = [clause.span() for clause in _CLAUSE.finditer(text)]
        theirs = [
            (start, end) for start, end in clauses if any(start <= one.start() < end for one in evidence)
        ]
        numbers = [
            _value(match[1]) or 0
            for match in _SOMEBODY_OF.finditer(text)
            if any(start <= match.start() < end for start, end in theirs)
        ]
    return (
        numbers[0]
        if len(set(numbers)) == 1 or (numbers and numbers[0] and numbers[0] > 1 and set(numbers[1:]) == {1})
        else None
    )


_EVERYDAY = (
    (re.compile("么(?=得?人(?:受|伤|有|出|$))"), "没"),
    (re.compile("[木目莫冇没美每][有友由又](?=[人任谁受])|[美每]有(?=$|[,，。\\s啊吧])"), "没有"),
    (re.compile("(?<=没有|没得)任(?=受|伤|$)|任(?=都|没|受伤|好好|全)"), "人"),
    (re.compile("(?<=[人都])[没美每][的得][事时世市石视师](?=$|[,，。\\s我])"), "没得事"),
    (re.compile("(?<=[人都])[没美每][事时世市石视师](?=$|[,，。\\s我])"), "没事"),
    (re.compile("(?<=[说都也人])[没每][商上](?=$|[,，。\\s])"), "没伤"),
    (re.compile("受[商上](?![班课])"), "受伤"),
    (re.compile("(?<=[一两二三四五六七八九])[革各](?=$|[,，。\\s人老小受伤])"), "个"),
    (re.compile("(?<=[口脖])[字资]"), "子"),
)
"""Everyday words that have their own characters for their sounds, each with what was said: 没有任受伤."""
_AMBULANCE = re.compile("[一幺1][二两2][零0]")


_NOT_THOSE = re.compile(
    r"不是[^,，。\s是]{0,8}?(?:车[上里]|这边|那边|对方|坐车|开车|外人|行人|路人|司机|乘客|骑[^,，。\s是]{0,3}车)[^,，。\s是]{0,4}|不是(?:我|他|她)(?:自己|本人)?(?=$|[,，。\s])"
)
"""是行人，不是我车上的."""
_UNHURT_CLAUSE = re.compile(
    r"(?<![^,，。\s])[^,，。\s伤痛疼破断折扭磕]*(?:×{2,}|没得?事|没有事|没啥事|冇事|好好的)(?=$|[,，。\s])"
)
"""骑车的伤了，我跟我爸都没事; where somebody unhurt was heard, it is blanked out already."""
_POINTED = re.compile("对方的?")
_RODE = re.compile("乘客|坐车的")
_A_HOSPITALS_NAME = re.compile("人(?=民?医院)")
"""工人医院 names nobody."""


_CLAUSE = re.compile(r"[^,，。\s]+")
_SITS = re.compile(r"[^,，。\s撞压轧碾碰刮蹭带夹]*")
_NEAR = 10
"""Characters behind words for a seat in which who sits there is told: 前车后座一个老奶奶."""


def _of_the_hurt(found: dict[str, list[int]], evidence: list[re.Match[str]], text: str) -> dict[str, int]:
    """Return those of the people told of who are said to be hurt, where some are.

    Whoever is named in the clause of the hurt, else who was named last before it: of "我弟撞了个老头 没抢救过来" the old man.
    """
    clauses = [clause.span() for clause in _CLAUSE.finditer(text)]
    places = sorted((at, kind) for kind, spots in found.items() for at in spots)
    seated = [at for at, kind in places if kind.endswith("车上人员")]
    places = [
        (at, kind)
        for at, kind in places
        if kind != "行人"
        or not any(0 < at - seat < _NEAR and _SITS.fullmatch(text, seat, at) for seat in seated)
    ]
    hurt: dict[str, int] = {}
    for match in evidence:
        start, end = next((span for span in clauses if span[0] <= match.start() < span[1]), match.span())
        here = [one for one in places if start <= one[0] < max(end, match.end())]
        before = [one for one in places if one[0] < start]
        for at, kind in here or before[-1:]:
            hurt.setdefault(kind, at)
    if "行人" in hurt and found.get("非机动车人员", [len(text)])[0] < hurt["行人"]:
        hurt.setdefault("非机动车人员", hurt["行人"])  # the old man who rode
    return hurt


def _kinds(text: str, evidence: list[re.Match[str]] | None = None) -> dict[str, Any]:
    """Return who the words tell of, in the order told, as ``kinds``; with ``evidence`` of somebody hurt, who is hurt.

    Those in the other car are not also in ours, riders are not on foot, nor is whoever was hurt outside the cars in one. With
    ``by_kin`` only that they are the caller's own people tells that they were in the car, with ``by_seat`` only that they rode in one,
    with ``by_age`` only that they are old or young that they were on foot.
    """
    found: dict[str, int] = {}
    spots: dict[str, list[int]] = {}
    pointed = False
    text = _A_HOSPITALS_NAME.sub("×", _UNHURT_CLAUSE.sub("", _NOT_THOSE.sub("", text)))
    text = _PILLION.sub(r"\1××", _blanked(_OPENS_A_DOOR, text))
    text = _blanked(nobody_there(), text)
    for struck in struck_on_foot(text):
        found["行人"] = struck.start()
        spots.setdefault("行人", []).append(struck.start())
        text = text[: struck.start()] + "×" * len(struck.group()) + text[struck.end() :]
    own_on_foot, by_kin, by_seat = bool(found), False, False
    for kind, pattern in _KINDS:
        if match := pattern.search(text):
            found.setdefault(kind, match.start())
            spots.setdefault(kind, []).extend(each.start() for each in pattern.finditer(text))
            pointed = pointed or bool(_POINTED.fullmatch(match.group()))
            by_seat = by_seat or (
                kind == "车上人员" and all(_RODE.fullmatch(each.group()) for each in pattern.finditer(text))
            )
        if kind in ("第三者车上人员", "车上人员"):
            text = _blanked(pattern, text)
        if kind == "车上人员" and (kin := OWN_PEOPLE.search(text)) and not own_on_foot:
            by_kin = kind not in found
            outside = by_kin and stood_outside(text)
            told_of = "行人" if outside and (evidence is None or _STRIKES.search(text)) else kind
            found.setdefault(told_of, kin.start())
            spots.setdefault(told_of, []).extend(each.start() for each in OWN_PEOPLE.finditer(text))
            text = _blanked(OWN_PEOPLE, text)
    if evidence is None and not found and stood_outside(text):
        found["行人"] = 0  # he stood there, whoever he is
    by_age = "行人" not in found and _BY_AGE.search(text)
    if by_age:
        found["行人"] = by_age.start()
        spots["行人"] = [each.start() for each in _BY_AGE.finditer(text)]
    if pointed and not found.keys() <= {"第三者车上人员", "车上人员"}:
        del found["第三者车上人员"]  # 对方，骑电动车的那个
    if evidence and len(found) > 1:
        spots = {kind: sorted(places) for kind, places in spots.items() if kind in found}
        found = _of_the_hurt(spots, evidence, text) or found
    kinds = sorted(found, key=found.__getitem__)
    kinds = [kind for kind in kinds if kind != "行人" or "非机动车人员" not in kinds]
    told: dict[str, Any] = {"kinds": kinds} if kinds else {}
    told |= {"by_kin": True} if by_kin and "车上人员" in kinds else {}
    told |= {"by_seat": True} if by_seat and "车上人员" in kinds else {}
    return told | ({"by_age": True} if by_age and "行人" in kinds else {})


_STRIKES = re.compile(r"[撞压轧碾碰顶挤刮蹭带夹怼磕]")


def _joined(told: list[str]) -> dict[str, Any]:
    """Return how badly, leaving out words contained in longer ones."""
    said = list(dict.fromkeys(told))
    kept = [word for word in said if not any(word != other and word in other for other in said)]
    return {"severity": ",".join(kept)} if kept else {}


def _parts_named(text: str, asked: str | None) -> list[str]:
    """Return the parts of the body that are named with their side and no more, in words about the hurt: 我右手腕子, 是右手腕 刚才说反了."""
    if asked not in _ABOUT_THE_HURT and not _WRONG_SIDE.search(text):
        return []
    return [
        spot["side"] + spot["part"]
        for pattern in (SIDED, ON_THE_SIDE)
        for spot in pattern.finditer(text)
        if not re.search(r"(?:不是|没)[我他她]?的?$", text[: spot.start()])
    ]


_ABOUT_THE_HURT = ("injured", "injured_count", "injury_severity", "recap")
_WRONG_SIDE = re.compile(r"[说讲记写弄搞][错反]")


_THINGS_DIE = re.compile(
    r"(?:胎|轱辘|轮子?|刹车|电瓶|空调|发动机|气囊|车子?|车门|门|方向盘|钥匙|手机)[^,。人的]{0,3}$|堵[^,，。人]{0,4}$"
)
_STRUCK_FRAIL = re.compile(rf"{_FRAIL}.*[撞碰]")
_DONE_BY = re.compile(r"[被让叫给把跟和][^,，。\s]{0,8}$")
_SOMEBODY_BEFORE = re.compile(
    rf"(?:{_FRAIL}|{FAMILY}|{HE}|人|司机|师傅|骑手|骑[^,，。\s]{{1,4}}的|行人|伤者|对方)(?:怕是|恐怕|可能|看着|当场|已经|都|也|就|真|快|是|要)*$"
)
_AS_THINGS_DIE = re.compile(r"没气|不行了|动不了|没反应|起不来|见血")


_VEXED = re.compile(
    r"(?:按|吵|烦|闹|气|搞|弄|愁|听)得(?:我|人|老子)?(?:脑壳|头|脑袋|心口|胸口?|心|肝|肚子|肺)(?:都|里)?(?:[痛疼大]|要炸|发抖)|睡[^,，。]{0,4}[喊叫]不醒"
)
"""后头按喇叭按得我脑壳痛 tells no injury, nor does who sleeps soundly."""


def _supposed(text: str, match: re.Match[str]) -> bool:
    """Tell whether what sounds like an injury is none: a thing's, denied, asked, feared or dodged."""
    words, before, after = (
        match.group(),
        text[max(0, match.start() - 12) : match.start()],
        text[match.end() :],
    )
    if match.re is _HURT and _STRUCK_FRAIL.match(words) and _DONE_BY.search(before):
        return True  # 被一个老头给撞了, 把老人碰到了
    if match.re is _DEAD and words == "不行了" and not _SOMEBODY_BEFORE.search(before):
        return True  # 腰不行了, 不行了 车开不了
    if _AS_THINGS_DIE.match(words) and _THINGS_DIE.search(before):
        return True
    if match.re is _DEAD and (
        _THING_DIED.search(before)
        or ("死" in words and _DEAD_THING.match(after))
        or ("没了" in words and (_LOST_SIGHT_OF.search(before) or after[:1] in ("影", "踪")))
    ):
        return True
    if re.search(r"(?:没有?|不|不是|未|没怎么|也没|没被|别)$", before) or _VEXED.search(before + words):
        return True
    if denied(text, *match.span()):
        return True
    if words.startswith(("去医院", "120", "救护车")) and re.search(r"不用|没|要不要|需不需要|用不用", before):
        return True
    if re.match(r"(?:不严重)?(?:吗|么|没有(?=$|[?？])|没[有得](?=[,，。\s]))", after):
        return True
    return standing(text, match.start(), match.end(), "injury") != ASSERTED
