using Sinter.Tests;
using Sinter.Tokenizers.Files;

namespace Sinter.Tokenizers.Tests.SentencePiece;

/// <summary>The expected ids are those of SentencePiece 0.1.97 (spm_encode --output_format=id).</summary>
public sealed class SentencePieceFileTests
{
    private static readonly string[] Texts =
    [
        "Hello  world, it's 3.14!", "  leading and trailing  ", "Straße ﬁne ｅ\u0301 ①½™ \u200bzero", "吾輩は猫である。名前はまだ無い。",
        "👩‍🚀🦙 ok", "!!!!! aaaaaaa -----", "(a) \"b\" – c.", "x\u2581y \t\u00a0z",
    ];

    private static readonly string[] SampleTexts = ["ab aba", "a<sep>b", "bab<sep> b<a", "  aa  aaa zz<s>", "!!!!!", "é▁ a", "ab<sep>", ""];

    [Theory]
    [InlineData(
        "tokenizers/hf-fixtures/spiece.model",
        "13 1 7523 126 15 32 22 18 203 9 1419 187\n1005 17 14323\n13 1 1939 1 62 1123 13 1 547 1 135 1 4606\n13 1\n13 1 13 1 5854\n13 19015 28116 21 22160 22160 13 8 8 8 8 8\n13 5 58 6 13 7 220 7 13 10 272 9\n993 13 93 2052")]
    [InlineData(
        "tokenizers/hf-fixtures/test_sentencepiece.model",
        "156 86 20 891 3 25 32 6 7 0 4 356 0 146\n7 79 253 17 12 498 126 17\n166 14 35 18 0 15 714 7 0 7 356 356 0 602 179 440 7 997 39 20\n7 0\n7 0 7 0 7 20 45\n7 146 146 146 146 146 10 18 18 18 18 18 18 7 33 416 416\n421 18 398 22 65 142 7 0 69 4\n7 297 7 30 7 997")]
    [InlineData(
        "tokenizers/hf-fixtures/test_sentencepiece_bpe.model",
        "285 35 934 178 54 953 59 961 939 931 0 951 986 0 977\n243 89 23 32 749 206 23\n803 136 0 932 20 137 931 0 475 986 0 998 958 972 931 982 21 934\n931 0\n931 0 931 0 10 955\n931 977 977 977 977 977 5 935 935 935 935 935 935 931 288 288 959\n662 935 994 53 952 957 931 0 26 951\n931 969 68 931 982")]
    [InlineData(
        "tokenizers/hf-fixtures/test_sentencepiece_with_bytefallback.model",
        "366 354 294 1294 259 274 279 263 268 54 260 689 55 360\n1868 269 266 862 485 269\n457 275 302 311 198 162 281 962 268 198 172 910 689 229 132 135 916 477 629 268 915 439\n268 232 147 193 235 191 172 230 132 178 234 143 174 230 132 170 230 132 133 230 133 142 230 131 133 232 147 144 232 140 144 230 132 178 230 132 193 230 132 163 234 135 164 230 132 135 230 131 133\n268 243 162 148 172 229 131 144 243 162 157 131 243 162 169 156 268 294 350\n268 360 360 360 360 360 265 311 311 311 311 311 311 268 277 584 584\n583 311 564 273 347 365 268 229 131 150 370 260\n268 797 268 304 268 1997")]
    [InlineData(
        "tokenizers/sentencepiece/test_model.model",
        "151 88 21 887 5 27 32 8 4 0 6 357 0 147\n4 82 218 18 13 424 128 18\n168 15 30 19 0 16 706 4 0 4 357 357 0 596 177 431 4 0 997 40 21\n4 0\n4 0 4 21 46\n4 147 147 147 147 147 11 19 19 19 19 19 19 4 415 415 35\n420 19 394 23 66 143 4 0 78 6\n4 297 4 34 4 0 4 997")]
    [InlineData(
        "models/stories260K/tok512.model",
        "346 306 414 263 304 341 432 312 439 419 410 472 426 475 484 443\n278 411 380 299 269 259 420 412 290 299\n301 413 420 412 198 162 411 410 242 175 132 416 411 410 242 192 136 207 132 410 229 148 163 197 192 507 410 229 131 142 451 285 414\n410 232 147 193 235 191 172 230 132 178 234 143 174 230 132 170 230 132 133 230 133 142 230 131 133 232 147 144 232 140 144 230 132 178 230 132 193 230 132 163 234 135 164 230 132 135 230 131 133\n410 243 162 148 172 229 131 144 243 162 157 131 243 162 169 156 334 433\n410 443 443 443 443 443 261 412 412 412 412 412 412 410 464 464 464 464 464\n410 489 412 488 313 430 436 410 476 280 426\n410 444 348 410 12 498 451")]
    public void Encodes_as_SentencePiece_does_and_is_written_back(string file, string expected)
    {
        var tokenizer = Tokenizer.Load(Assets.Path(file));
        Encoded(tokenizer, Texts).ShouldBe(expected.Split('\n'));

        using var folder = new TemporaryFolder();
        var copy = folder.File("copy.model");
        SentencePieceFile.Write(tokenizer.Definition, copy);
        Encoded(Tokenizer.Load(copy), Texts).ShouldBe(expected.Split('\n'));
        Tokenizer.Load(copy).Fingerprint.ShouldBe(tokenizer.Fingerprint);
    }

    [Theory]
    [InlineData(1, false, true, true, "3 6 7 11|7 10 5|3 11 5 10 3 13 4|3 8 7 8 3 0|3 14 15 15|3 0 3 7|3 6 10|")]
    [InlineData(1, false, false, true, "3 6 7 11|7 10 5|3 11 5 10 3 13 4|3 3 3 8 3 7 8 3 0|3 14 15 15|3 0 3 7|3 6 10|")]
    [InlineData(1, true, true, true, "6 7 11 3|4 10 5 3|11 5 10 3 13 4 3|8 7 8 3 0 3|14 15 15 3|0 3 7 3|6 10 3|")]
    [InlineData(1, false, true, false, "6 0 4 11|4 10 5|11 5 10 0 13 4|8 0 4 8 0|14 15 15|0 3 0 4|6 10|")]
    [InlineData(2, false, true, true, "7 5 7 11|7 10 5|3 11 13 0 3 13 4|7 4 7 8 3 0|3 15 15 14|3 0 3 7|7 13 0|")]
    [InlineData(2, false, false, true, "7 5 7 11|7 10 5|3 11 13 0 3 13 4|3 3 7 4 3 7 8 3 0|3 15 15 14|3 0 3 7|7 13 0|")]
    [InlineData(2, true, true, true, "6 7 11 3|4 10 5 3|11 13 0 3 13 4 3|8 7 8 3 0 3|15 15 14 3|0 3 7 3|4 13 0 3|")]
    [InlineData(2, false, true, false, "6 0 4 11|4 10 5|11 13 0 13 4|8 0 8 4 0|15 15 14|0 3 0 4|4 13 0|")]
    [InlineData(3, false, true, true, "9 0|0|0|0|0|0 3 7|0|")]
    [InlineData(3, false, false, true, "9 0|0|0|3 3 0 3 0|0|0 3 7|0|")]
    [InlineData(3, true, true, true, "6 0 3|0 3|0 3|8 0 3|0 3|0 3 7 3|0 3|")]
    [InlineData(4, false, true, true, "3 4 5 3 4 5 4|3 4 10 5|3 5 4 13 0 3 13 4|3 4 4 3 4 4 4 3 0|3 14 14 14 14 14|3 0 3 3 4|3 4 13 0|")]
    [InlineData(4, false, true, false, "4 5 0 4 5 4|4 10 5|5 4 13 0 13 4|4 4 0 4 4 4 0|14 14 14 14 14|0 3 0 4|4 13 0|")]
    public void Every_type_kind_of_piece_and_setting_of_spaces_is_encoded_as_SentencePiece_does(int type, bool asSuffix, bool removesExtra, bool escapes, string expected)
    {
        using var folder = new TemporaryFolder();
        var model = new SampleModel(type) { SpaceAsSuffix = asSuffix, RemovesExtraSpaces = removesExtra, AddsPrefix = escapes, Escapes = escapes };
        var tokenizer = model.Load(folder.File("sample.model"));
        Encoded(tokenizer, SampleTexts).ShouldBe(expected.Split('|'));

        SentencePieceFile.Write(tokenizer.Definition, folder.File("copy.model"));
        File.ReadAllBytes(folder.File("copy.model")).Length.ShouldBeLessThanOrEqualTo(model.Message().Length);
        Encoded(Tokenizer.Load(folder.File("copy.model")), SampleTexts).ShouldBe(expected.Split('|'));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_become_replacement_characters_one_each()
    {
        using var folder = new TemporaryFolder();
        var model = new SampleModel();
        model.Pieces.Add(new ScoredPiece("\uFFFD", -3, PieceKind.Normal));
        var ids = new List<int>();
        model.Load(folder.File("sample.model")).EncodeUtf8([(byte)'a', 0xFF, 0xE2, 0x96, (byte)'b', 0xED, 0xA0, 0x80], ids);
        ids.ShouldBe([7, 16, 16, 16, 5, 16, 16, 16]);
    }

    [Fact]
    public void Offsets_lead_back_to_the_text_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var encoded = new SampleModel().Load(folder.File("sample.model")).EncodeWithOffsets("  ab   zz b");
        encoded.Ids.ShouldBe([3, 6, 3, 0, 3, 5]);
        encoded.Offsets.Select(range => (range.Start, range.End)).ShouldBe([(2, 2), (2, 4), (4, 5), (7, 9), (9, 10), (10, 11)]);
    }

    [Fact]
    public void Decoding_gives_spaces_back_and_drops_the_one_that_was_added()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = new SampleModel().Load(folder.File("sample.model"));
        tokenizer.Decode(tokenizer.Encode("aba <sep>b  a!")).ShouldBe("aba <sep>b a!");
        tokenizer.Decode([1, 3, 6, 3, 3, 6, 2]).ShouldBe("ab  ab");
    }

    [Fact]
    public void Symbols_that_the_user_defined_are_added_tokens_of_a_tokenizer_json_of_BPE()
    {
        using var folder = new TemporaryFolder();
        new SampleModel(2).Load(folder.File("sample.model")).Save(folder.File("tokenizer.json"));
        File.ReadAllText(folder.File("tokenizer.json")).ShouldContain("\"content\": \"<sep>\"");
    }

    [Fact]
    public void A_tokenizer_json_of_Unigram_is_written_as_a_model_that_encodes_alike()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("tokenizer.json");
        File.WriteAllText(path, """
            {"added_tokens": [{"id": 0, "content": "<unk>", "special": true}, {"id": 6, "content": "[MASK]", "special": true}],
             "normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
             "pre_tokenizer": null, "post_processor": null, "decoder": null,
             "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false, "vocab": [["<unk>", 0], ["▁", -2], ["a", -3], ["▁a", -4], ["aa", -4.5], ["b", -5]]}}
            """);
        var original = Tokenizer.Load(path);
        SentencePieceFile.Write(original.Definition, folder.File("a.model"));
        var written = Tokenizer.Load(folder.File("a.model"));
        written.VocabularySize.ShouldBe(7);
        written.IsSpecial(6).ShouldBeTrue();
        foreach (var text in (string[])["aa aab", "a c  aaa", "", "zz"])
        {
            written.Encode(text).ShouldBe(original.Encode(text));
        }
    }

    [Fact]
    public void A_tokenizer_that_a_model_cannot_tell_of_is_refused_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<NotSupportedException>(() => SentencePieceFile.Write(TestTexts.Small.Definition, folder.File("a.model"))).Message.ShouldContain("its model is not Unigram");
        File.Exists(folder.File("a.model")).ShouldBeFalse();
    }

    private static string[] Encoded(Tokenizer tokenizer, string[] texts) => [.. texts.Select(text => string.Join(' ', tokenizer.Encode(text)))];
}
