"""The traditional forms of the characters that the grammar reads: ``個項戶條扣除達標記``.

Only characters of the grammar's own words are here, each with the one simplified character that it stands for; a form
that simplified text uses as well (乾, 台) is left out. What a notice says about anything else needs no folding.
"""

from __future__ import annotations

_FORMS = (
    "並佈佔併來係備傢傳債僅價億償優內兩冊別則創劃動務勵勸區協參員問啟單噸嚴國圍園圖團執報場塊壓壞夠夾奬婦學實寧審寫寬"
    "將專對導屆層屬崗帳帶幗幣幫幹幾廣廳強後從復慮應懲戶捨採換損摺據擬斷於昇時暫曠會査棟極榮構樁標樣樹機檔檢檯權歲歸決"
    "沖況測準滯滿災為無燒爭爲牽獨獲獻現產産畝異當發盞監眞瞞確礎礙稅稱積穫筆箇節範築簡簽籤紀約納級細終組結給統經綜綫維"
    "網線編緻縣縮總績織繫續纍纔羣習聯職臺與舉萬蓋蔘薦虛號裏補裡製複覈規視訂計訓記訪設訴註証評試該詳認誤說説誰課調請論"
    "證議護譽讀變負貢責費資賣賦賬踰車較輛輪辦農迴這連週進運過達違遞適遲選還鄉鄰釋針釦銀錄錯録鍾鎭鎮鐘長門開間閤閱閲闆"
    "關陞隊際隨險隻雙離響頁頂頃順須預領頭頻題額類風飲養餘驗體麼黨齡龍沒"
)
_PLAIN = (
    "并布占并来系备家传债仅价亿偿优内两册别则创划动务励劝区协参员问启单吨严国围园图团执报场块压坏够夹奖妇学实宁审写宽"
    "将专对导届层属岗帐带帼币帮干几广厅强后从复虑应惩户舍采换损折据拟断于升时暂旷会查栋极荣构桩标样树机档检台权岁归决"
    "冲况测准滞满灾为无烧争为牵独获献现产产亩异当发盏监真瞒确础碍税称积获笔个节范筑简签签纪约纳级细终组结给统经综线维"
    "网线编致县缩总绩织系续累才群习联职台与举万盖参荐虚号里补里制复核规视订计训记访设诉注证评试该详认误说说谁课调请论"
    "证议护誉读变负贡责费资卖赋账逾车较辆轮办农回这连周进运过达违递适迟选还乡邻释针扣银录错录钟镇镇钟长门开间合阅阅板"
    "关升队际随险只双离响页顶顷顺须预领头频题额类风饮养余验体么党龄龙没"
)
SIMPLIFIED = dict(zip(_FORMS, _PLAIN, strict=True))
"""Traditional character → simplified character."""
