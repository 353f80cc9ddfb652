using System.IO.Compression;

namespace Sinter.Data.Tests.FastText;

/// <summary>
/// Models that Debian's fasttext 0.9.2 trained from <see cref="Text"/>: <c>-dim 4 -bucket 20 -minn 2 -maxn 3 -wordNgrams 2 -epoch 60 -lr 0.8 -thread 1 -minCount 2</c>, and what
/// <c>fasttext predict-prob MODEL - 3</c> says of <see cref="Lines"/>.
/// </summary>
internal static class TinyModels
{
    public const string Text =
        """
        __label__good a fine film with a warm heart
        __label__good ein schöner Film mit Herz
        __label__bad a dull film without a heart
        __label__bad ein öder Film ohne Ende
        __label__odd 映画 はとても 奇妙 だった
        __label__good __label__odd strange and fine and warm

        """;

    private const string SoftmaxFile =
        "H4sIAAAAAAACA9sl5q/Pw8DAwALErEBsA8RMUDaIZoZiESR+ChDrOsu8fmQmZQ/SywkV12WAgP9QYKNfbMfABhVkSATbAWHmpYANAwO3zJxcBC81Mw/ByUhNLCpBcMsTi5BUpqHoS8vMS0Xw4uNzEpNSc+Lj0/PzU8BuAwFGuHB+CsIBCNGkRCRRBlkoC+bq3mU1+5YvjLfze1u7z7MidW9Zc4Qd64/Fe85O3Wbnt7zf5uhqHzsno16743+19p1K/b37U3KCbdu+R3vuSHy3leq5Z43OX7fa3HbHyrN7lNecs50Wvd/6/2whm83Kj2xU+E/vuZr4bxch+QrHozbah1ftPt/Aapv5zNh6lmOvzfU/7rb9HQZ7cxPDdm+IK97n66lsx9gtst9lMfteP5W+fZNn6NlNddHcv6tSfO+u30ts1z5p3Vv6LdQuZrO3jTXLKju7n1l7dmuz2Cdsu2Xj9+at3X8HoX1zApPtJ9d72hbtEbLNKuzby+8uZnfmh5TNJKufe7jY9uwV9Z1sO+X3XWu3s5F7lm99uIcpNNxGWvWNVf+twL3mvy1sv60S35cylWHP3E0K+y6bLLdl4N+6b8Wm+XvmPt23d7sZqy2vhP0+s82qe16oRO8rdZeyO5LDsV92ys89bavT7Oae69izSmS7XWj7LJubZfl2ETdO7G2f8d1uHsd9G7fDWXtE9rrvkXvRvufMRm4rj/oLtmnHsmzn5Uy0dWCVtU7Y2G53KDB1378EE/vDRlq23w/42IqdmGVb7SqyVyLCZzc8WcAiuH3lW7s4/warLwEG9pt8BW3fvjXcf9dxhZ1E7L793wXW7l2VkmOndmjFPvtMH3vzKx62AIyEf7Y7AwAA";

    private const string TreeFile =
        "H4sIAAAAAAACA9sl5q/Pw8DAwALErEBsA8RMUDaIZgRiZiAWgfJB7BQg1nWWef3ITMoepJcTKq7LAAH/ocBGv9iOgQ0qyJAItgPCzEsBGwYGbpk5uQheamYegpORmlhUguCWJxYhqUxD0ZeWmZeK4MXH5yQmpebEx6fn56eA3QYCjHDh/BSEAxCiSYlIogyyUBbM1YzXG/a9CamwY3C02be8u2FvmhGj3ZT4LmtLC1c7m6cCNgcfFdrdndZsN4m/fa9FX8PuGRPYrZ2+Fuz5fO+gje2qU1bo/KPTBazrD4fsef5ols2fE4etuGvCbe4dOr5b6v2h3TI1dtaE5I0Vfu1V5T9hu8vs/h7BZ1/28B9ls5FrDLHefi93j8Hm2VazLGfsXZjHZOfDx77PX+bwnrkdwvtURVzsPP9p7As6qLn35NONe1oWfdrd8lnEdvup4N3xCx/aqs3k2ueWdMY2tP2fzd/iqt0GT7fsfdMrbZfudsea3Wj23ucqyrZzF7bayJt07ul87btPt17Sbtf1xXvCX7jtXaGUuDdcScv20C6ePaG3I/YUX32z1y/vkW2Bedneqb8+7Vkqv2pvj8YdW4uaLXs3Fx3aU1w2ZW+M2wLbuw889i6aPX8Pj8nyvQ8EmO3UZvzfW6p7bs+dO102HeXWe//Oy7KdcOOB9baA77sVnxrtTT+/wXZbOre1yjKdfTfZBOx8purtPXxMe6/QhafWba9O7+56kG7559JnK9V1h/c+NX++u1bzv61NQMee9avF9sTuWmRzSeLKnlsHAnbDkwUsgs+bvN3D2FFgt7t55761p0/tUeu7vY/h3gm7zWxa+3anPtjLgAYAvtFNNzsDAAA=";

    private const string OneVersusAllFile =
        "H4sIAAAAAAACA9sl5q/Pw8DAwALErEBsA8RMUDYTVJwZiEWgfBA7BYh1nWVePzKTsgfp5YSK6zJAwH8osNEvtmNggwoyJILNgjDzUsCGgYFbZk4ugpeamYfgZKQmFpUguOWJRUgq01D0pWXmpSJ48fE5iUmpOfHx6fn5KWC3gQAjXDg/BeEAhGhSIpIogyyUBXN1kHfGvv3PIuyuGTfsO6sYtnffJ1nbKmY/uxuy++yOtCvs5fc6YMd5QNDOXmzaPrt9arbnZvjvZT3z2rbmEqMdW++bPej8L4lae3kk1tsq7Llr29ayY0/p2wRb59IrttXyp/YmanbtJiTfyWKzL7J0lZ19gJatXtDsvZa+kXtjfq6wO77j0R6BL4l7Td247RpNXPaJfFLYr/5iom3Nd3O7yc09+y7s9t//dsdR2wVfSveacTfazjlgbdcfcXJPoOzmvQ/OT7RvNF5jF8bkvi/SNXmf4qG59icmy9jf31K0b5Zsge2vMp99V9Xu7XH2kbPl8enb9ziZZd/ZnFA7xfvX9kzeemtvdw/T3qSn+2xnPovYM9Vvve3ZOwG28k9279vNPNXGqoNzt+m6f3ud6hbse6X406bvnqUt607TfS4JRft23NSy1V8padf4Q3Lfm1eK+xWbOm1NfK7tTV4XYv/zXYTd31zRfU/vTNr3q03b3nE5r33qXOV9V+Pm7Numt8LOpuav7T7uQ3u/TAq2fblG1L70pdS+g8+n722xdd3HGaBv17lIzP67wIy9V7d37LXZoGCfrLZt740pp/bCkwUsgr8cf2bncf6z3f+FZ/euD76wm+OZur2A8d/9V4uu70+KeWp3MvmT7cH56/a7mynZ9753swMA2iyoPDsDAAA=";

    /// <summary>Known words, unknown ones, other scripts, an empty line, a label, broken UTF-8 and all kinds of white space.</summary>
    public static byte[][] Lines { get; } =
    [
        "a fine film"u8.ToArray(),
        "ein öder Film"u8.ToArray(),
        "映画 奇妙"u8.ToArray(),
        "nothing known here"u8.ToArray(),
        [],
        "__label__bad warm heart"u8.ToArray(),
        [0xFF, 0xC3, 0x20, 0x80, 0x80, 0x20, .. "film"u8],
        "a\tb\rc film"u8.ToArray(),
    ];

    public static byte[] Softmax => Unpack(SoftmaxFile);

    public static byte[] Tree => Unpack(TreeFile);

    public static byte[] OneVersusAll => Unpack(OneVersusAllFile);

    public static string[] SoftmaxPredictions { get; } =
    [
        "bad 0.409295 good 0.40431 odd 0.186425",
        "bad 0.410074 good 0.401438 odd 0.188518",
        "odd 0.514023 good 0.24715 bad 0.238857",
        "bad 0.377285 good 0.374751 odd 0.247994",
        "odd 0.557702 good 0.225874 bad 0.216454",
        "good 0.368172 bad 0.364158 odd 0.267699",
        "bad 0.391937 good 0.386424 odd 0.221669",
        "bad 0.369617 good 0.367584 odd 0.262829",
    ];

    public static string[] TreePredictions { get; } =
    [
        "good 0.491417 bad 0.25471 odd 0.253903",
        "good 0.488137 odd 0.256116 bad 0.255777",
        "good 0.475014 odd 0.270282 bad 0.254734",
        "good 0.487141 odd 0.25793 bad 0.25496",
        "good 0.440185 odd 0.298429 bad 0.261417",
        "good 0.491949 odd 0.255186 bad 0.252896",
        "good 0.486746 odd 0.257766 bad 0.255518",
        "good 0.485216 odd 0.259424 bad 0.255391",
    ];

    public static string[] OneVersusAllPredictions { get; } =
    [
        "good 0.531219 bad 0.362979 odd 0.201823",
        "good 0.51563 bad 0.392347 odd 0.212079",
        "odd 0.562187 good 0.51563 bad 0.414909",
        "good 0.52343 bad 0.399822 odd 0.307368",
        "good 0.50001 odd 0.453272 bad 0.377551",
        "good 0.538993 bad 0.348655 odd 0.27514",
        "good 0.51563 bad 0.399822 odd 0.250923",
        "good 0.51563 bad 0.407343 odd 0.320831",
    ];

    private static byte[] Unpack(string packed)
    {
        using var stream = new GZipStream(new MemoryStream(Convert.FromBase64String(packed)), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
