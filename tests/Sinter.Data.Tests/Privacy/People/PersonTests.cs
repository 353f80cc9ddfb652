using System.Globalization;
using Sinter.Data.Privacy;
using Sinter.Tests;

namespace Sinter.Data.Tests.Privacy.People;

public sealed class PersonTests
{
    [Theory]
    [InlineData("I met John Smith yesterday.", "John Smith")]
    [InlineData("JOHN SMITH was absent", "JOHN SMITH")]
    [InlineData("President John F. Kennedy spoke", "John F. Kennedy")]
    [InlineData("wrote J. R. R. Tolkien in 1937", "J. R. R. Tolkien", 0.3f)]
    [InlineData("by E. Hemingway-Müller and A. Schneider", "A. Schneider")]
    [InlineData("Gestern kam Jürgen von der Heide", "Jürgen von der Heide")]
    [InlineData("Frau von Stetten rief an", "von Stetten")]
    [InlineData("avec Yann Le Goff hier", "Yann Le Goff")]
    [InlineData("selon Jean-Pierre Dupont", "Jean-Pierre Dupont")]
    [InlineData("con Lucía Fernández Soto en", "Lucía Fernández Soto")]
    [InlineData("Sean O'Brien and", "Sean O'Brien")]
    [InlineData("from Kim Min-jun today", "Kim Min-jun")]
    [InlineData("with Zhang Wei and", "Zhang Wei")]
    [InlineData("Tanaka Hiroshi asked", "Tanaka Hiroshi")]
    [InlineData("Ahmed bin Rashid said", "Ahmed bin Rashid")]
    [InlineData("z panem Krzysztof Woźniak w", "Krzysztof Woźniak")]
    [InlineData("Priya Venkataraman wrote", "Priya Venkataraman")]
    [InlineData("Smith, John", "Smith, John")]
    [InlineData("Mr. Xyzwick left", "Xyzwick")]
    [InlineData("my name is Qwortha Blimsen", "Qwortha Blimsen")]
    [InlineData("Patient: Qwortha Blimsen", "Qwortha Blimsen")]
    [InlineData("Kind regards,\nQwortha Blimsen", "Qwortha Blimsen")]
    [InlineData("From: Nguyen Van Minh <minh@example.org>", "Nguyen Van Minh")]
    [InlineData("Dear Harriet,", "Harriet")]
    [InlineData("Dr. Anna's report", "Anna")]
    public void A_name_is_found_whole(string text, string name, float least = 0.5f)
    {
        var found = Found.Best(text, PersonalKinds.Person);
        found.Value.ShouldBe(name);
        found.Score.ShouldBeGreaterThanOrEqualTo(least);
    }

    [Theory]
    [InlineData("Will you come in May?")]
    [InlineData("Mark my words, Grace is a virtue and Hope too.")]
    [InlineData("The Jordan River and Lake Victoria are large.")]
    [InlineData("Grant Park is near Washington Square.")]
    [InlineData("Paris, London and Berlin")]
    [InlineData("General Electric and Ford Motor Company")]
    [InlineData("Christian churches in North Carolina")]
    [InlineData("\"No, Sir. But it is late.\"")]
    [InlineData("Johns Hopkins University and the Charles River Bridge")]
    [InlineData("San Francisco Giants")]
    [InlineData("The Will to Power")]
    [InlineData("Der Mai ist gekommen")]
    [InlineData("foo.John@bar, /home/John, #John, John_Smith")]
    public void Words_that_are_names_too_are_none_alone(string text) => Found.All(text, PersonalKinds.Person).ShouldBeEmpty();

    [Fact]
    public void One_given_name_is_of_little_worth_until_it_speaks()
    {
        Found.Best("There was Harriet again.", PersonalKinds.Person).Score.ShouldBeInRange(0.1f, 0.45f);
        Found.Best("There Harriet said no.", PersonalKinds.Person).Score.ShouldBeGreaterThanOrEqualTo(0.5f);
    }

    [Fact]
    public void Names_are_known_without_their_accents_and_in_capitals()
    {
        foreach (var text in new[] { "José García", "Jose Garcia", "JOSÉ GARCÍA", "JOSE GARCIA" })
        {
            Found.Best(text, PersonalKinds.Person).Value.ShouldBe(text);
        }
    }

    [Fact]
    public void Stand_ins_are_names_and_the_same_for_the_same_number()
    {
        FakeNamesAt(5).ShouldBe(FakeNamesAt(5));
        var names = Enumerable.Range(0, 3000).Select(i => FakeNamesAt((ulong)i)).ToList();
        names.Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThan(2500);
        names.Count(name => Found.Best(name, PersonalKinds.Person).Score >= 0.5f).ShouldBeGreaterThan(2900);
        names.ShouldAllBe(name => name.All(letter => char.IsLetter(letter) || letter == ' ' || letter == '-' || letter == '\''));
        FakeNamesAt(ulong.MaxValue).ShouldNotBeEmpty();

        static string FakeNamesAt(ulong index) => Sinter.Data.Privacy.People.FakeNames.FullName(index);
    }

    /// <summary>Each text is long, and would take hours if the time at a place depended on the length of the text.</summary>
    [Theory]
    [InlineData("A")]
    [InlineData("A.")]
    [InlineData("Anna ")]
    [InlineData("Anna-")]
    [InlineData("O'")]
    [InlineData("van ")]
    [InlineData("Mr. ")]
    [InlineData("Smith, ")]
    [InlineData("12 Rue ")]
    [InlineData("1 ")]
    [InlineData("1.1.")]
    [InlineData("@a")]
    [InlineData("user:")]
    [InlineData("A<")]
    [InlineData("AB-12-")]
    [InlineData("born ")]
    [InlineData("12 Mai, ")]
    [InlineData("\uD800A1\0")]
    public void Long_texts_of_one_thing_end(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        foreach (var span in PersonalDataFinder.Default.Find(text))
        {
            span.Start.ShouldBeGreaterThanOrEqualTo(0);
            span.End.ShouldBeLessThanOrEqualTo(text.Length);
        }
    }

    /// <summary>Single names, a line each; no gold: most given names alone are below the usual score, as one word tells too little.</summary>
    [Fact]
    public void Of_single_names_in_small_letters_none_is_said_to_be_a_person()
    {
        var names = File.ReadLines(Assets.Path("corpora/names/names.txt")).Take(3000).ToList();
        names.Count(name => Found.All(name, PersonalKinds.Person).Length > 0).ShouldBe(0);

        // As a greeting with a capital letter a good part of them is told.
        var greeted = names.Select(name => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name)).Count(name => Found.All($"Dear {name},\nthank you.", PersonalKinds.Person).Length > 0);
        greeted.ShouldBeGreaterThan(2700);
    }

    [Fact]
    public void Few_parts_of_an_encyclopedia_are_said_to_be_people()
    {
        var text = File.ReadAllText(Assets.Path("corpora/wikitext-2/test.txt"));
        var found = PersonalDataFinder.Default.Find(text);
        found.Count(span => span.Kind == PersonalKinds.Person).ShouldBeInRange(300, 900);
        found.Count(span => span.Kind == PersonalKinds.Address).ShouldBeLessThan(15);
        found.Count(span => span.Kind.StartsWith("nationalId", StringComparison.Ordinal) || span.Kind == PersonalKinds.LicensePlate || span.Kind == PersonalKinds.Passport).ShouldBeLessThan(5);
    }
}
