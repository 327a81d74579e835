"""How people in each locale write amounts, dates and times: the Unicode CLDR, version 47.

Made by `tests/support/locale_table.py` with Babel; not to be edited by hand.

A form is: decimal mark, mark between groups of digits, whether groups above the thousands are of two digits,
where a currency's symbol stands, the order of day, month and year, whether the clock goes to twelve, and the
first day of a week (Monday is 0). A locale that is not named is written as its language is.
"""

from __future__ import annotations

Form = tuple[str, str, bool, str, str, bool, int]

# fmt: off
FORMS: dict[Form, str] = {
    (",", ".", False, "1\xa0¤", "dmy", False, 0): (
        "ar_MA ast az bs ca da de dsb en_BE en_DE en_DK en_ES en_IT en_PL en_RO en_SI es fo fr_LU gl hr "
        "hsb is it ku lb lld ln mk ro sc sl sr vi "
    ),
    (",", ".", False, "1\xa0¤", "dmy", True, 0): (
        "ar_LB ar_MR ar_TN el "
    ),
    (",", ".", False, "1\xa0¤", "dmy", True, 5): (
        "ar_DZ ar_LY "
    ),
    (",", ".", False, "1\xa0¤", "dmy", True, 6): (
        "es_PH "
    ),
    (",", ".", False, "1\xa0¤", "ymd", False, 0): (
        "eu "
    ),
    (",", ".", False, "1¤", "dmy", False, 0): (
        "lu rn seh "
    ),
    (",", ".", False, "1¤", "dmy", False, 6): (
        "seh_MZ "
    ),
    (",", ".", False, "¤1", "dmy", False, 0): (
        "id kl lo mua sg su tr "
    ),
    (",", ".", False, "¤1", "dmy", False, 6): (
        "en_ID id_ID lo_LA ms_ID su_ID "
    ),
    (",", ".", False, "¤1", "dmy", True, 0): (
        "es_AR es_BO es_CL es_EC tr_CY "
    ),
    (",", ".", False, "¤1", "dmy", True, 6): (
        "es_CO es_VE "
    ),
    (",", ".", False, "¤\xa01", "dmy", False, 0): (
        "de_AT en_AT en_NL fy ia jv kgp kkj lij mgh nl nnh pt sw_CD wo yrl "
    ),
    (",", ".", False, "¤\xa01", "dmy", False, 5): (
        "uz_AF "
    ),
    (",", ".", False, "¤\xa01", "dmy", False, 6): (
        "jv_ID kgp_BR mgh_MZ pt_BR yrl_BR "
    ),
    (",", ".", False, "¤\xa01", "dmy", True, 0): (
        "es_UY ms_BN qu_BO "
    ),
    (",", ".", False, "¤\xa01", "dmy", True, 6): (
        "es_PY yrl_CO yrl_VE "
    ),
    (",", ".", False, "¤\xa01", "ymd", False, 0): (
        "jgo ps rw "
    ),
    (",", ".", False, "¤\xa01", "ymd", False, 5): (
        "ps_AF "
    ),
    (",", ".", False, "¤\xa01", "ymd", True, 6): (
        "ps_PK "
    ),
    (",", "\xa0", False, "1\xa0¤", "dmy", False, 0): (
        "bas be bg br cs cv dua dyo en_CZ en_FI en_FR en_HU en_NO en_SE en_SK et ewo ff fi fr ht hy ka "
        "kea ksf nb nmg nn no pl pt_CH pt_LU ru se_FI sk sq_MK sq_XK sv tg tk tt tzm uk uz vec yav "
    ),
    (",", "\xa0", False, "1\xa0¤", "dmy", False, 6): (
        "en_PT fr_CA pt_AO pt_CV pt_GQ pt_GW pt_MZ pt_PT pt_ST pt_TL "
    ),
    (",", "\xa0", False, "1\xa0¤", "dmy", True, 0): (
        "ff_GH ff_GM ff_LR ff_MR ff_SL fr_MR fr_TD fr_TN fr_VU sq "
    ),
    (",", "\xa0", False, "1\xa0¤", "dmy", True, 5): (
        "fr_DJ fr_DZ fr_SY "
    ),
    (",", "\xa0", False, "1\xa0¤", "dmy", True, 6): (
        "pt_MO "
    ),
    (",", "\xa0", False, "1\xa0¤", "mdy", False, 0): (
        "smn "
    ),
    (",", "\xa0", False, "1\xa0¤", "ydm", False, 0): (
        "kk ky lv "
    ),
    (",", "\xa0", False, "1\xa0¤", "ymd", False, 0): (
        "hu lt sah se "
    ),
    (",", "\xa0", False, "1¤", "dmy", False, 0): (
        "agq shi zgh "
    ),
    (",", "\xa0", False, "1¤", "dmy", True, 0): (
        "kab "
    ),
    (",", "\xa0", False, "1¤", "dmy", True, 5): (
        "kab_DZ "
    ),
    (",", "\xa0", False, "¤1", "dmy", False, 0): (
        "af "
    ),
    (",", "\xa0", False, "¤1", "dmy", False, 6): (
        "af_ZA en_ZA "
    ),
    (",", "\xa0", False, "¤1", "dmy", True, 0): (
        "af_NA es_CR "
    ),
    (",", "\xa0", False, "¤1", "ymd", False, 0): (
        "nr ss tok ve "
    ),
    (",", "\xa0", False, "¤1", "ymd", False, 6): (
        "nr_ZA ss_ZA ve_ZA "
    ),
    (",", "\xa0", False, "¤1", "ymd", True, 0): (
        "ss_SZ "
    ),
    (",", "\xa0", False, "¤\xa01", "dmy", False, 0): (
        "ie "
    ),
    (",", "\xa0", False, "¤\xa01", "mdy", False, 0): (
        "blo "
    ),
    (",", "\xa0", False, "¤\xa01", "ymd", False, 0): (
        "eo ts "
    ),
    (",", "\xa0", False, "¤\xa01", "ymd", False, 6): (
        "ts_ZA "
    ),
    (".", ",", False, "1\xa0¤", "dmy", False, 0): (
        "ar_KM asa he xog "
    ),
    (".", ",", False, "1\xa0¤", "dmy", False, 6): (
        "ar_IL he_IL "
    ),
    (".", ",", False, "1\xa0¤", "dmy", True, 0): (
        "ar tpi "
    ),
    (".", ",", False, "1\xa0¤", "dmy", True, 5): (
        "ar_BH ar_DJ ar_EG ar_IQ ar_JO ar_KW ar_OM ar_QA ar_SD ar_SY "
    ),
    (".", ",", False, "1\xa0¤", "dmy", True, 6): (
        "ar_SA ar_YE "
    ),
    (".", ",", False, "1\xa0¤", "ymd", False, 0): (
        "ce my "
    ),
    (".", ",", False, "1\xa0¤", "ymd", False, 6): (
        "my_MM "
    ),
    (".", ",", False, "1¤", "dmy", False, 0): (
        "bez ksb lg luo rwk sbp "
    ),
    (".", ",", False, "1¤", "dmy", False, 6): (
        "luo_KE "
    ),
    (".", ",", False, "1¤", "dmy", True, 0): (
        "km "
    ),
    (".", ",", False, "1¤", "dmy", True, 6): (
        "km_KH "
    ),
    (".", ",", False, "¤1", "dmy", False, 0): (
        "bm cgg cy dav ebu en_AI en_CC en_CK en_CM en_CX en_DG en_FK en_GB en_GG en_GI en_GS en_IE en_IM "
        "en_IO en_JE en_MG en_MS en_MU en_NF en_NG en_NR en_NU en_PN en_RW en_SC en_SH en_SX en_TK en_TV "
        "en_TZ en_UG ga gd guz ig jmc kam kde ki kln kw luy mas mer mt nd nyn pcm rof saq teo th ug vun "
        "yo "
    ),
    (".", ",", False, "¤1", "dmy", False, 6): (
        "dav_KE ebu_KE en_BW en_BZ en_IL en_KE en_MT en_ZW es_BR es_BZ guz_KE kam_KE ki_KE kln_KE luy_KE "
        "mas_KE mer_KE mt_MT nd_ZW saq_KE so_KE teo_KE th_TH "
    ),
    (".", ",", False, "¤1", "dmy", True, 0): (
        "am bem doi en_AE en_AU en_BB en_BM en_CY en_ER en_FJ en_FM en_GD en_GH en_GM en_GY en_KI en_KN "
        "en_KY en_LC en_LR en_LS en_MW en_MY en_NA en_NZ en_PG en_PW en_SB en_SL en_SS en_SZ en_TC en_TO "
        "en_VC en_VG en_VU en_ZM es_CU haw mr ms naq nus so ur vai "
    ),
    (".", ",", False, "¤1", "dmy", True, 5): (
        "en_SD so_DJ "
    ),
    (".", ",", False, "¤1", "dmy", True, 6): (
        "am_ET doi_IN en_AG en_BS en_DM en_HK en_JM en_MO en_PK en_SG en_TT en_WS es_DO es_GT es_HN es_MX "
        "es_NI es_SV es_US haw_US mr_IN ms_SG so_ET ur_IN ur_PK "
    ),
    (".", ",", False, "¤1", "mdy", False, 0): (
        "ee_TG en_BI gv zu "
    ),
    (".", ",", False, "¤1", "mdy", False, 6): (
        "om_KE zu_ZA "
    ),
    (".", ",", False, "¤1", "mdy", True, 0): (
        "ak ceb chr ee en fil kn ks om or ti "
    ),
    (".", ",", False, "¤1", "mdy", True, 6): (
        "ceb_PH chr_US en_AS en_CA en_GU en_MH en_PH en_PR en_UM en_US en_VI es_PA es_PR fil_PH kn_IN "
        "ks_IN om_ET or_IN ti_ET "
    ),
    (".", ",", False, "¤1", "ymd", False, 0): (
        "ja ko_CN si sn st yue_CN zh "
    ),
    (".", ",", False, "¤1", "ymd", False, 6): (
        "ja_JP sn_ZW st_ZA zh_TW "
    ),
    (".", ",", False, "¤1", "ymd", True, 0): (
        "bho ko ml st_LS yue zh_MY "
    ),
    (".", ",", False, "¤1", "ymd", True, 6): (
        "bho_IN ko_KR ml_IN yue_HK yue_MO zh_HK zh_MO zh_SG "
    ),
    (".", ",", False, "¤\xa01", "dmy", False, 0): (
        "ab an bew co dv fa frr fur ha kk_CN ksh la lag nds oc os pap prg rif scn sw szl wae yi "
    ),
    (".", ",", False, "¤\xa01", "dmy", False, 4): (
        "dv_MV en_MV "
    ),
    (".", ",", False, "¤\xa01", "dmy", False, 5): (
        "fa_AF fa_IR "
    ),
    (".", ",", False, "¤\xa01", "dmy", False, 6): (
        "bew_ID sw_KE "
    ),
    (".", ",", False, "¤\xa01", "dmy", True, 0): (
        "aa bal byn gez ha_GH kok mai mi qu sat sid ssy syr ta_MY tig to trw wal "
    ),
    (".", ",", False, "¤\xa01", "dmy", True, 5): (
        "aa_DJ syr_IQ syr_SY "
    ),
    (".", ",", False, "¤\xa01", "dmy", True, 6): (
        "aa_ET bal_PK es_PE gez_ET kok_IN mai_IN pa_PK qu_PE sat_IN sid_ET ta_SG trw_PK wal_ET "
    ),
    (".", ",", False, "¤\xa01", "mdy", True, 0): (
        "cad cic gaa iu lkt mic mni mus osa "
    ),
    (".", ",", False, "¤\xa01", "mdy", True, 6): (
        "cad_US cic_US iu_CA lkt_US mic_CA mni_IN mus_US osa_US sd_IN "
    ),
    (".", ",", False, "¤\xa01", "ymd", False, 0): (
        "ann apc arn ba bgn blt bo bss cch cho cop cu gn hnj ii io jbo kaa kaj kcg ken kpe_GN lmo lrc ltg "
        "mdf mg mgo mhn mn myv mzn nqo nv pis quc rhg sdh shn skr sma smj sms tyv vmw vo wa wbp za "
    ),
    (".", ",", False, "¤\xa01", "ymd", False, 5): (
        "apc_SY az_IQ az_IR bgn_AF bgn_IR bgn_OM ckb_IR cop_EG ha_SD lrc_IR mzn_IR sdh_IQ sdh_IR "
    ),
    (".", ",", False, "¤\xa01", "ymd", False, 6): (
        "bgn_PK cho_US gn_PY hnj_US nv_US quc_GT rhg_MM shn_MM shn_TH skr_PK vmw_MZ "
    ),
    (".", ",", False, "¤\xa01", "ymd", True, 0): (
        "bgc ckb csw kpe moh ny raj sd trv "
    ),
    (".", ",", False, "¤\xa01", "ymd", True, 5): (
        "ckb_IQ lrc_IQ "
    ),
    (".", ",", False, "¤\xa01", "ymd", True, 6): (
        "bgc_IN bo_IN csw_CA moh_CA raj_IN rhg_BD sd_PK trv_TW "
    ),
    (".", ",", True, "1¤", "dmy", True, 0): (
        "bn ccp "
    ),
    (".", ",", True, "1¤", "dmy", True, 6): (
        "bn_BD ccp_BD ccp_IN "
    ),
    (".", ",", True, "¤1", "dmy", False, 0): (
        "ta_LK "
    ),
    (".", ",", True, "¤1", "dmy", True, 0): (
        "gu hi kxv pa sa ta te xnr "
    ),
    (".", ",", True, "¤1", "dmy", True, 6): (
        "bn_IN en_IN gu_IN hi_IN kxv_IN pa_IN sa_IN ta_IN te_IN xnr_IN "
    ),
    (".", ",", True, "¤1", "ymd", True, 0): (
        "dz "
    ),
    (".", ",", True, "¤1", "ymd", True, 6): (
        "dz_BT "
    ),
    (".", ",", True, "¤\xa01", "dmy", True, 0): (
        "as brx "
    ),
    (".", ",", True, "¤\xa01", "dmy", True, 6): (
        "as_IN brx_IN "
    ),
    (".", ",", True, "¤\xa01", "ymd", False, 0): (
        "ne "
    ),
    (".", ",", True, "¤\xa01", "ymd", False, 6): (
        "ne_NP "
    ),
    (".", ",", True, "¤\xa01", "ymd", True, 6): (
        "ne_IN "
    ),
    (".", "\xa0", False, "1¤", "dmy", False, 0): (
        "dje khq ses twq "
    ),
    (".", "\xa0", False, "¤1", "mdy", False, 0): (
        "xh "
    ),
    (".", "\xa0", False, "¤1", "mdy", False, 6): (
        "xh_ZA "
    ),
    (".", "\xa0", False, "¤\xa01", "dmy", False, 0): (
        "mfe "
    ),
    (".", "\xa0", False, "¤\xa01", "ymd", False, 0): (
        "nso "
    ),
    (".", "\xa0", False, "¤\xa01", "ymd", False, 6): (
        "nso_ZA "
    ),
    (".", "’", False, "1\xa0¤", "dmy", False, 0): (
        "gsw rm "
    ),
    (".", "’", False, "¤1", "ymd", False, 0): (
        "tn "
    ),
    (".", "’", False, "¤1", "ymd", False, 6): (
        "tn_BW tn_ZA "
    ),
    (".", "’", False, "¤\xa01", "dmy", False, 0): (
        "de_CH de_LI en_CH it_CH "
    ),
}
