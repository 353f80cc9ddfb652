using System.Buffers;

namespace Sinter.Data.Privacy;

/// <summary>The form of the keys of a service: how they begin, and what follows.</summary>
/// <param name="Prefix">How they begin.</param>
/// <param name="Shortest">The least number of signs after that.</param>
/// <param name="Longest">The greatest.</param>
/// <param name="Signs">The signs that may follow.</param>
/// <param name="Score">How sure a key of that form is.</param>
internal sealed record ServiceKeyForm(string Prefix, int Shortest, int Longest, SearchValues<char> Signs, float Score = 1f)
{
    /// <summary>Whether the prefix names what follows and is no part of the key.</summary>
    public bool IsName => Prefix[^1] == '=';
}

/// <summary>The forms of keys that services have published, or that all their keys have.</summary>
internal static class ServiceKeyForms
{
    private const string Digits = "0123456789";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> LettersDigits = SearchValues.Create(Digits + Upper + Lower);
    private static readonly SearchValues<char> UpperDigits = SearchValues.Create(Digits + Upper);
    private static readonly SearchValues<char> Hex = SearchValues.Create(Digits + "abcdef");
    private static readonly SearchValues<char> Url = SearchValues.Create(Digits + Upper + Lower + "-_");
    private static readonly SearchValues<char> Base64 = SearchValues.Create(Digits + Upper + Lower + "+/=");

    /// <summary>All forms; of those that begin alike the longer prefix comes first.</summary>
    public static IReadOnlyList<ServiceKeyForm> All { get; } =
    [
        // Amazon: access keys, temporary ones, roles, users.
        new("AKIA", 16, 16, UpperDigits), new("ASIA", 16, 16, UpperDigits), new("AROA", 16, 17, UpperDigits), new("AIDA", 16, 17, UpperDigits), new("ABIA", 16, 16, UpperDigits), new("ACCA", 16, 16, UpperDigits),
        new("github_pat_", 40, 90, Url), new("ghp_", 36, 255, LettersDigits), new("gho_", 36, 255, LettersDigits), new("ghu_", 36, 255, LettersDigits), new("ghs_", 36, 255, LettersDigits), new("ghr_", 36, 255, LettersDigits),
        new("glpat-", 20, 64, Url), new("gldt-", 20, 64, Url), new("glrt-", 20, 64, Url), new("glptt-", 40, 64, Url), new("glsoat-", 20, 64, Url), new("glcbt-", 20, 70, Url),
        new("xoxb-", 20, 120, Url), new("xoxp-", 20, 120, Url), new("xoxa-", 20, 120, Url), new("xoxr-", 20, 120, Url), new("xoxs-", 20, 120, Url), new("xoxe-", 20, 200, Url), new("xapp-", 20, 150, Url),
        new("sk_live_", 16, 120, LettersDigits), new("sk_test_", 16, 120, LettersDigits), new("rk_live_", 16, 120, LettersDigits), new("rk_test_", 16, 120, LettersDigits),
        new("pk_live_", 16, 120, LettersDigits, 0.8f), new("pk_test_", 16, 120, LettersDigits, 0.7f), new("whsec_", 24, 80, Base64),
        new("AIza", 35, 35, Url), new("GOCSPX-", 28, 28, Url),
        new("sk-ant-", 32, 200, Url), new("sk-proj-", 32, 200, Url), new("sk-svcacct-", 32, 200, Url), new("sk-or-v1-", 64, 64, Hex), new("sk-", 32, 64, LettersDigits, 0.95f),
        new("hf_", 30, 40, LettersDigits), new("gsk_", 48, 56, LettersDigits), new("xai-", 64, 90, LettersDigits), new("pplx-", 40, 64, LettersDigits), new("r8_", 37, 37, LettersDigits),
        new("npm_", 36, 36, LettersDigits), new("pypi-", 60, 250, Url), new("rubygems_", 48, 48, Hex), new("oy2", 43, 43, SearchValues.Create(Digits + Lower)), new("dckr_pat_", 27, 40, Url),
        new("dop_v1_", 64, 64, Hex), new("doo_v1_", 64, 64, Hex), new("dor_v1_", 64, 64, Hex),
        new("shpat_", 32, 32, Hex), new("shpss_", 32, 32, Hex), new("shpca_", 32, 32, Hex), new("shppa_", 32, 32, Hex),
        new("sq0atp-", 22, 22, Url), new("sq0csp-", 43, 43, Url), new("dapi", 32, 34, SearchValues.Create(Digits + "abcdef-")), new("key-", 32, 32, Hex, 0.9f),
        new("lin_api_", 40, 40, LettersDigits), new("ntn_", 40, 50, LettersDigits), new("PMAK-", 59, 60, SearchValues.Create(Digits + "abcdef-")), new("glsa_", 40, 42, Url), new("glc_", 32, 200, Base64),
        new("NRAK-", 27, 27, UpperDigits), new("sbp_", 40, 40, Hex), new("sntrys_", 60, 250, Base64), new("EAACEdEose0cBA", 20, 250, LettersDigits), new("AGE-SECRET-KEY-1", 58, 58, UpperDigits),
        new("SK", 32, 32, Hex, 0.85f), new("AccountKey=", 44, 88, Base64), new("SharedAccessKey=", 40, 88, Base64), new("hvs_", 24, 120, Url), new("atlasv1_", 60, 80, Url),
    ];
}
