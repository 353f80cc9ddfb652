using Sinter.Data.Bias;

namespace Sinter.Data.Tests.Bias;

public sealed class TermSwapTests
{
    private static TermSwap Swap { get; } = new([("John", "Mary"), ("Adam", "Beth")]);

    [Theory]
    [InlineData("He saw her.", "She saw him.")]
    [InlineData("She gave him her book.", "He gave her his book.")]
    [InlineData("That book is hers, not his.", "That book is his, not hers.")]
    [InlineData("I told her that his father came to her.", "I told him that her mother came to him.")]
    [InlineData("HE IS A MAN", "SHE IS A WOMAN")]
    [InlineData("Mr Smith and Mrs. Jones", "Mrs Smith and Mr. Jones")]
    [InlineData("The chairman's sisters-in-law", "The chairwoman's brothers-in-law")]
    [InlineData("an uncle, a king and an heir", "an aunt, a queen and an heiress")]
    [InlineData("An Adam met a Beth", "A Beth met an Adam")]
    [InlineData("He's here; she’ll come himself", "She's here; he’ll come herself")]
    [InlineData("John's policemen\n\n  and Mary", "Mary's policewomen\n\n  and John")]
    public void Words_are_swapped_and_swapped_again_they_are_what_they_were(string text, string swapped)
    {
        Swap.Swap(text).Text.ShouldBe(swapped);
        Swap.Swap(swapped).Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("The theme of manual work.")]
    [InlineData("he@he.org http://man.example/she www.boy.example x_he he2")]
    [InlineData("I miss the count of hosts.")]
    [InlineData("\ud800 \udfff \0")]
    [InlineData("")]
    public void Other_words_stay(string text)
    {
        var (result, swaps) = Swap.Swap(text);

        result.ShouldBeSameAs(text);
        swaps.ShouldBe(0);
    }

    [Fact]
    public void What_has_no_partner_of_its_own_is_swapped_one_way()
    {
        Swap.Swap("Ms Lee").ShouldBe(("Mr Lee", 1));
        Swap.Swap("Mr Lee").ShouldBe(("Mrs Lee", 1));
    }

    [Fact]
    public void Long_texts_take_their_time_once()
    {
        var text = string.Concat(Enumerable.Repeat("he.", 300_000)) + new string('h', 300_000) + " her " + new string('x', 300_000);

        var (result, swaps) = Swap.Swap(text);

        swaps.ShouldBe(300_001);
        result.Length.ShouldBe(text.Length + 300_000);
    }

    [Fact]
    public void Names_of_another_form_are_refused()
    {
        using var folder = new TemporaryFolder();

        TermSwap.LoadNames(folder.File("names.txt", "Anna, Bert\n\nCleo\tDan\n")).ShouldBe([("Anna", "Bert"), ("Cleo", "Dan")]);
        Should.Throw<InvalidDataException>(() => TermSwap.LoadNames(folder.File("bad.txt", "Anna\n"))).Message.ShouldContain("Line 1");
    }

    [Theory]
    [InlineData("An American and her British friend.", "A British and her American friend.")]
    [InlineData("AMERICAN and his american.", "BRITISH and his british.")]
    [InlineData("He said so.", "He said so.")]
    public void Pairs_alone_leave_words_of_gender_as_they_are(string text, string swapped) =>
        TermSwap.Only([("american", "british")]).Swap(text).Text.ShouldBe(swapped);
}
