namespace Sinter.Data.Privacy.People;

/// <summary>Names of the languages of western and northern Europe and of the Americas.</summary>
internal static class EuropeanNames
{
    /// <summary>The names by language.</summary>
    public static IReadOnlyList<NameLocale> Locales { get; } =
    [
        new(
            "en",
            GivenNames: """
            Aaron Abigail Adrian Aidan Alan Albert Alex Alexander Alexandra Alfred Alice Alison Allison Amanda Amelia Amy Andrea Andrew Angela Ann Anna Anne Annie Anthony Arthur
            Ashley Audrey Barbara Barry Beatrice Benjamin Bernard Bethany Betty Beverly Bradley Brandon Brenda Brian Bridget Bruce Bryan Caitlin Calvin Callum Cameron Carl Carol Caroline
            Catherine Cecilia Charles Cheryl Chloe Christina Christine Christopher Cindy Claire Clara Clive Colin Connor Craig Cynthia Daniel Danielle Darren David Deborah Debra Denise Dennis
            Derek Diana Diane Dominic Donald Donna Doris Dorothy Douglas Duncan Dylan Edith Edmund Edward Edwin Eileen Elaine Eleanor Elijah Elizabeth Ellen Emily Emma Eric Ethan
            Eugene Evelyn Fiona Frances Francis Frederick Gareth Gary Gavin Geoffrey George Gerald Gillian Gloria Gordon Graham Gregory Hannah Harold Harriet Harry Heather Helen
            Henry Herbert Howard Hugh Ian Irene Isaac Isabel Isabella Jacob Jacqueline Jake James Jamie Jane Janet Janice Jason Jean Jeffrey Jennifer Jeremy Jerome Jesse Jessica Jill
            Jim Joan Joanna Joanne Jodie Joe Joel John Johnny Jonathan Joseph Joshua Joyce Judith Judy Julia Julian Julie Justin Karen Katherine Kathleen Kathryn Katie Keith Kelly Kenneth
            Kevin Kimberly Kyle Larry Laura Lauren Lawrence Leah Leonard Leslie Liam Lillian Linda Lisa Logan Lois Lori Louis Louise Lucas Lucy Luke Lydia Malcolm Margaret
            Maria Marilyn Martha Martin Mary Matthew Maureen Megan Melanie Melissa Michael Michelle Mildred Molly Monica Nancy Naomi Natalie Nathan Neil Nicholas Nicola Nicole Nigel
            Nora Norman Oliver Olivia Oscar Owen Pamela Patricia Patrick Paul Paula Peggy Peter Philip Phillip Phyllis Rachel Ralph Raymond Rebecca Rhys Richard Robert Roger Ronald Rosalind
            Rosemary Rowan Roy Russell Ruth Ryan Sally Samantha Samuel Sandra Sara Sarah Scott Sean Sebastian Shannon Sharon Sheila Shirley Simon Sophia Sophie Stacey Stanley
            Stephanie Stephen Steve Steven Stuart Susan Suzanne Sylvia Tara Teresa Terence Theodore Theresa Thomas Timothy Tina Toby Todd Tony Tracey Tracy Travis Trevor Tyler
            Valerie Vanessa Vera Vernon Veronica Victor Vincent Virgil Vivian Walter Wayne Wendy Wilfred William Winston Yvonne Zachary Zoe
            """,
            WeakGivenNames: """
            Abraham Adam Amber April Art August Aurora Austin Autumn Basil Bill Bob Brook Brooke Carter Chad Chance Charity Charlotte Chase Chelsea Christian Chuck Clay Cliff Clifford Crystal
            Daisy Dale Dallas Dan Dawn Dean Dick Don Drew Duke Earl Eden Eve Faith Fern Finn Florence Frank Gene Georgia Ginger Glen Grace Grant Guy Hazel Heath Holly Hope Hunter Iris
            Ivy Jack Jade Jasmine Jay Jet Jordan Josh Joy June Kay Ken Kent Kerry Lance Lane Lee Lily Lincoln Madison Major Mark Marsh Mason Max May Mercy Miles Misty Morgan Nick Nova Olive
            Opal Paris Parker Pat Patience Pearl Penny Peg Perry Pierce Poppy Prudence Ray Reed Rex Rich River Rob Robin Rod Rose Ruby Rusty Sandy Savannah Sierra Sky Skye Stella Sterling
            Stone Storm Summer Sue Ted Terry Tiffany Tom Victoria Viola Violet Virginia Wade Warren Will Willow Wren
            """,
            Surnames: """
            Abbott Adams Adkins Alderson Anderson Andrews Armstrong Arnold Atkinson Bailey Baldwin Barker Barnes Barnett Barrett Bartlett Bates Baxter Beckett Bennett Benson Blackwell Boyd
            Bradford Bradshaw Brennan Brewster Briggs Bryant Burgess Burke Burnett Burton Byrne Caldwell Callahan Campbell Carlson Carpenter Carr Carroll Chapman Christensen Clarke Clayton
            Coleman Collins Connolly Conway Cooper Crawford Cunningham Curtis Dalton Daniels Davidson Davies Davis Dawson Dickinson Dixon Donnelly Donovan Doyle Duffy Dunn Eastwood Edwards
            Elliott Ellis Evans Farrell Ferguson Fitzgerald Fleming Fletcher Foster Fowler Fraser Freeman Gallagher Gardner Garner Gibson Gilbert Gilmore Goodwin Graves Gregson Griffin
            Griffiths Hamilton Hammond Hancock Hansen Harding Harper Harris Harrison Hartley Harvey Hastings Hawkins Hayes Healey Henderson Hendricks Higgins Hodges Hoffman Holloway Hopkins
            Houghton Howell Hudson Hughes Humphrey Hutchinson Ingram Jackson Jacobs Jefferson Jenkins Jennings Jensen Johnson Johnston Jones Kavanagh Kearney Keller Kennedy Kirby
            Lambert Larson Lawson Leach Leighton Lewis Lindsay Lloyd Lowe Lynch Macdonald Mackenzie Maguire Mahoney Marshall Matthews Maxwell McCarthy McCormack McDonald McGrath McKenna
            McLaughlin Meyer Middleton Mitchell Montgomery Moran Morris Morrison Mortimer Murphy Murray Nelson Newman Newton Nicholson Nolan Norris O'Brien O'Connor O'Donnell O'Neill O'Sullivan
            Osborne Parsons Patterson Payne Pearson Perkins Peters Petersen Peterson Phillips Porter Powell Quinn Ramsey Randall Reeves Reilly Reynolds Rhodes Richards Richardson Riley
            Roberts Robertson Robinson Rogers Rowland Ryder Sanders Sanderson Saunders Sawyer Schofield Shaw Shelton Sheppard Simmons Simpson Sinclair Slater Smith Spencer Stephens Stephenson
            Stevens Stevenson Stewart Sullivan Sutherland Sutton Talbot Taylor Thompson Thomson Thornton Townsend Tucker Turnbull Turner Underwood Vaughan Wallace Walsh Walters Walton
            Watkins Watson Watts Webb Webster Weston Wheeler Whitaker Whitehead Wilcox Wilkins Wilkinson Williams Williamson Willis Wilson Winters Woodward Wright Yates
            """,
            WeakSurnames: """
            Baker Ball Banks Barber Bell Berry Bird Bishop Black Blair Bond Bowman Brown Buck Bush Butler Carter Chambers Clark Clay Cook Cole Cox Cross Day Drake English Field Fields Fisher
            Flowers Ford Forest Fox Francis French Gibbs Glass Graham Grant Gray Green Greene Hale Hall Harper Hart Hill Holland Holmes Hood House Howard Hunt Hunter James Jordan King Knight
            Lane Law Lawrence Lee Little Long Love Mason May Miller Mills Moon Moore Morgan Moss Myers Nash North Page Palmer Park Parker Pierce Pope Potter Price Ray Reed Reid
            Rice Rivers Rose Ross Rowe Russell Short Silva Small Snow Stone Strong Summers Swan Thomas Walker Ward Warner Warren Washington Waters Wells West White Wolf Wood Woods York Young
            """),
        new(
            "de",
            GivenNames: """
            Achim Adelheid Agnes Albrecht Alexandra Alwin Andreas Anja Anke Anneliese Annemarie Annette Anton Antonia Armin Astrid Axel Barbara Bärbel Beate Benedikt Bernd Bernhard Bettina Birgit Björn
            Brigitte Britta Burkhard Carsten Christa Christiane Christoph Clemens Cornelia Dagmar Daniela Detlef Dieter Dietmar Dietrich Dirk Doris Dörte Eberhard Eckhard Elfriede Elisabeth Elke
            Emil Erich Erika Ernst Ewald Felix Florian Franz Franziska Frauke Friederike Friedrich Fritz Georg Gerda Gerhard Gertrud Gisela Gottfried Gudrun Günter Günther Hannelore Hans Harald
            Hartmut Hedwig Heike Heiko Heiner Heinrich Heinz Helga Helmut Henning Hermann Hildegard Holger Horst Hubert Ilse Ingeborg Ingo Ingrid Irmgard Jan Jana Jens Joachim Jochen
            Johann Johanna Johannes Jonas Jörg Josef Juliane Jürgen Jutta Karin Karl Karsten Kathrin Katja Katharina Katrin Kerstin Klaus Konrad Konstantin Kristin Kurt Lars Lena Leonie Lieselotte
            Lothar Ludwig Lukas Lutz Manfred Manuela Marcel Margarete Margit Mareike Marlene Marlies Marion Markus Martina Matthias Maximilian Meike Melanie Michaela Monika Moritz Nadine Nils Norbert
            Nina Olaf Oskar Otto Petra Philipp Rainer Ralf Regina Reiner Reinhard Reinhold Renate Rolf Roland Rosemarie Rüdiger Rudolf Ruth Sabine Sabrina Sandra Sebastian Siegfried Sigrid Silke
            Silvia Simone Sonja Stefan Stefanie Steffen Susanne Sven Svenja Tanja Thomas Thorsten Tilman Tobias Torsten Udo Ulrich Ulrike Ursula Ute Uwe Veronika Volker Waltraud Werner Wilhelm Wilfried Winfried
            Wolfgang Wolfram Yannick
            """,
            WeakGivenNames: "Christian Erna Ernst Frank Heide Kai Mai Mark Max Rosa Veit Wolf",
            Surnames: """
            Ackermann Albrecht Altmann Arnold Bauer Baumann Baumgartner Beckmann Bergmann Bernhardt Böhm Brandt Braun Brinkmann Buchholz Burkhardt Busch Dietrich Döring Ebert Eckert Engelhardt Feldmann
            Fiedler Fischer Förster Franke Friedrich Fuchs Geiger Gerlach Graf Groß Günther Haas Hahn Hartmann Heinrich Henkel Hermann Herzog Heß Hoffmann Hofmann Holzmann Horn Huber Hübner
            Jäger Jahn Jansen Kaiser Keller Kirchner Klein Kluge Koch Köhler König Krämer Kraus Krause Kretschmer Krüger Kuhn Lehmann Lindemann Lorenz Ludwig Maier Marx Mayer Meier Meyer Möller Müller
            Naumann Neubauer Neumann Nowak Obermeier Otto Peters Petersen Pfeiffer Pohl Reinhardt Richter Riedel Ritter Röder Roth Sauer Schäfer Scherer Schiller Schlüter Schmid Schmidt
            Schmitt Schmitz Schneider Scholz Schreiber Schröder Schubert Schulte Schultz Schulz Schulze Schumacher Schuster Schwarz Seidel Seifert Simon Sommer Stein Steiner Stoll Strauß Thiel
            Ullrich Vogel Vogt Voigt Wagner Walter Weber Wegner Weiß Wenzel Werner Wiegand Wimmer Winkler Winter Wirth Wolff Zeller Ziegler Zimmermann
            """,
            WeakSurnames: "Bach Beck Berg Berger Engel Fink Frank Haase Hammer Hirsch Kern Kraft Kramer Kurz Lange Lang Martin Moser Sturm Thomas Wolf Wolter Zander"),
        new(
            "fr",
            GivenNames: """
            Adèle Adrien Agathe Alain Albane Alexandre Alexis Aline Alizée Amandine Amélie Anaïs André Anne Antoine Antoinette Apolline Arnaud Audrey Aurélie Aurélien Axelle Baptiste Bastien Béatrice Benoît
            Bérénice Bertrand Brigitte Camille Capucine Carole Cécile Cédric Céline Chantal Christelle Christophe Clémence Clément Colette Coralie Corinne Cyril Damien Daniel Delphine Denis Denise Didier
            Dominique Édouard Élise Élodie Émeline Émile Émilie Emmanuel Emmanuelle Éric Estelle Étienne Eugénie Fabien Fabienne Fabrice Fanny Félix Florent Florian François Françoise Frédéric
            Gabriel Gaël Gaëlle Gaspard Geneviève Georges Gérard Germain Ghislaine Gilbert Gilles Grégoire Guillaume Gustave Guy Hélène Henri Henriette Hervé Hortense Hugo Huguette Inès Isabelle Jacques Jacqueline Jean Jeanne
            Jérémy Jérôme Joëlle Josiane Judith Jules Julien Juliette Justine Laetitia Laure Laurence Laurent Léa Léon Léonie Loïc Louis Luc Lucie Lucien Ludovic Madeleine Manon Marc Marcel Margaux Marie
            Marion Marthe Martine Mathieu Mathilde Mathis Maurice Maxime Mélanie Michel Michèle Mireille Monique Murielle Nadège Nathalie Nicolas Noémie Océane Odette Odile Olivier Pascal Pascale Patrice
            Paulette Perrine Philippe Pierre Pierrick Quentin Raphaël Raymonde Régis Rémi Renaud René Robert Rodolphe Romain Sabrina Sandrine Sébastien Serge Simone Solange Solène Sophie Stéphane
            Stéphanie Suzanne Sylvain Sylvie Thérèse Thibault Thierry Tristan Valentin Valérie Véronique Vincent Virginie Viviane Yann Yannick Yves Yvette
            """,
            WeakGivenNames: "Aimée Chance Claire Claude Constant Désirée Fleur France Marin Marine Olive Patience Prudence Rose Victoire Violette",
            Surnames: """
            Allard Arnaud Aubert Barbier Baudry Beaumont Benoit Berger Bernard Berthelot Bertin Bertrand Besson Blanchard Blanchet Bonnet Boucher Bouchet Bourgeois Boutin Bouvier Boyer Breton Brunet Brun
            Carpentier Caron Chapuis Charpentier Chauvin Chevalier Chevallier Clément Colin Collet Cordier Cousin Daniel David Delacroix Delaunay Delmas Denis Deschamps Desjardins Dubois Dufour Dumas Dumont Dupont
            Dupré Dupuis Durand Duval Étienne Fabre Faure Fernandez Ferrand Fleury Fontaine Fournier Gaillard Garnier Gauthier Gautier Gérard Germain Giraud Girard Gillet Guérin Guichard Guillaume Guillot Guyot
            Hamel Henry Huet Humbert Jacquet Jacob Joly Julien Lacroix Laforge Lambert Lamy Langlois Laurent Lebrun Leclerc Leclercq Lecomte Lefebvre Lefèvre Legrand Lemaire Lemoine Leroux Leroy Lévêque
            Maillard Mallet Marchal Marchand Marechal Martel Masson Mathieu Menard Mercier Meunier Michaud Monnier Moreau Morel Morin Moulin Muller Nguyen Noël Olivier Pasquier Payet Pelletier
            Perret Perrier Perrin Perrot Petit Philippe Picard Pichon Poirier Pons Poulain Prévost Rault Renard Renaud Renault Reynaud Rivière Robin Roche Rousseau Roussel Roux Roy Royer Salmon Sanchez Schmitt
            Tessier Thibault Tissot Vasseur Vidal Villeneuve Vincent Voisin
            """,
            WeakSurnames: "Blanc Martin Richard Simon Robert Robin Thomas Michel Noir Roland Perez Jean Marie Rey Pierre"),
        new(
            "es",
            GivenNames: """
            Adriana Agustín Aitana Alba Alberto Alejandra Alejandro Alfonso Alicia Álvaro Amparo Ana Andrea Andrés Ángel Ángela Antonio Araceli Arturo Beatriz Belén Benito Bernardo Blanca Borja Carla Carlos Carmen
            Carlota Catalina Clara Claudia Concepción Consuelo Cristina Cristóbal Daniela Diego Dolores Domingo Eduardo Elena Emilio Enrique Ernesto Esperanza Esteban Esther Eugenia Eva Fabián Federico Felipe Fernanda
            Fernando Francisca Francisco Gabriela Gerardo Germán Gonzalo Graciela Guadalupe Guillermo Gustavo Héctor Hernán Hilda Horacio Hugo Ignacio Inés Inmaculada Irene Isabel Isidro Iván Jaime Javier Jesús Joaquín
            Jorge José Josefina Juan Juana Julio Laura Leonor Leticia Lorena Lorenzo Lourdes Lucía Luis Luisa Macarena Magdalena Maite Manuel Manuela Marcelo Marcos Margarita María Mariana Mariano Maribel Mario Marisol Marta
            Martín Matías Mateo Mauricio Mercedes Miguel Milagros Miriam Mónica Montserrat Natalia Nicolás Noelia Nuria Óscar Pablo Paloma Patricia Pedro Pilar Rafael Ramiro Ramón Raquel Raúl Ricardo Roberto Rocío Rodrigo Rodolfo
            Rogelio Rosario Rubén Salvador Sandra Santiago Sara Sergio Silvia Sofía Soledad Susana Teresa Tomás Valentina Verónica Vicente Víctor Victoria Virginia Xavier Ximena Yolanda
            """,
            WeakGivenNames: "Alma Cruz Dolores Esperanza Luna Luz Mar Mercedes Paz Rosa Rosario Salvador Santiago Sol Soledad Victoria Virginia",
            Surnames: """
            Acosta Aguilar Aguirre Alonso Álvarez Arias Arroyo Ávila Ayala Barrera Benítez Bermúdez Blanco Bravo Bustos Caballero Cabrera Calderón Calvo Camacho Cano Cárdenas Carmona Carrasco Carrillo Castaño Castillo Castro
            Cervantes Contreras Cordero Cortés Crespo Delgado Díaz Díez Domínguez Duarte Durán Escobar Espinosa Esteban Estévez Fernández Ferrer Figueroa Flores Fuentes Gallardo Gallego García Garrido Garza Gil
            Giménez Gómez González Guerrero Gutiérrez Guzmán Hernández Herrera Herrero Hidalgo Ibáñez Iglesias Jiménez Lara Lozano López Lorenzo Luque Maldonado Manzano Marín Márquez Martínez Medina Mejía
            Méndez Mendoza Merino Miranda Molina Montenegro Montero Montes Montoya Mora Morales Moreno Muñoz Navarro Nieto Núñez Ochoa Ortega Ortiz Pacheco Padilla Palacios Paredes Parra Pascual Pastor Peña Peralta Pereira Pérez
            Pineda Ponce Prieto Quintana Quintero Ramírez Ramos Redondo Reyes Rincón Ríos Rivas Rivera Robles Rodríguez Rojas Román Romero Rosales Rubio Ruiz Saavedra Salazar Salinas Sánchez Sandoval Santana Santos Serrano Sierra Soler
            Solís Soto Suárez Tapia Toledo Torres Trujillo Valdés Valencia Valenzuela Vallejo Vargas Vázquez Vega Velasco Velázquez Vera Vicente Vidal Villalobos Villanueva Zamora Zapata Zúñiga
            """,
            WeakSurnames: "Blanco Bravo Campos Cruz Flores León Luna Mora Pastor Rico Santiago Santos Vega Sierra Toledo Valencia"),
        new(
            "it",
            GivenNames: """
            Adriano Agnese Alberto Alessandra Alessandro Alessia Alessio Alfredo Alice Ambra Andrea Angela Angelo Annalisa Antonella Antonio Arianna Aurora Barbara Beatrice Benedetta Bianca Bruno Camilla Carlo Carmela
            Caterina Cecilia Chiara Cinzia Claudio Corrado Cristiano Daniele Dario Davide Debora Diego Domenico Donatella Edoardo Elena Eleonora Elisa Elisabetta Emanuele Emilio Enrico Ettore Eugenio Fabio Fabrizio Federica
            Federico Ferdinando Filippo Flavio Francesca Francesco Franco Gabriele Gaetano Giacomo Giada Giancarlo Gianfranco Gianluca Gianni Gianpaolo Ginevra Giorgia Giorgio Giovanna Giovanni Giulia Giuliano Giuseppe Giuseppina Grazia Greta Ilaria Ivan Jacopo
            Laura Leonardo Letizia Licia Loredana Lorenzo Luca Lucia Luciano Luigi Luisa Maddalena Marcello Marco Margherita Maria Marina Mario Marta Martina Massimo Matilde Matteo Mattia Maurizio Mauro Michela Michele Mirella
            Monica Nadia Nicola Nicoletta Nicolò Niccolò Nino Ottavio Paola Paolo Pasquale Patrizia Piero Pietro Raffaele Renato Riccardo Rita Roberta Roberto Rocco Romano Rosanna Ruggero Sabrina Salvatore Samuele Sara Serena Sergio
            Silvia Silvio Simona Simone Sofia Stefania Stefano Teresa Tiziana Tommaso Umberto Valentina Valerio Vincenzo Vito Vittoria Vittorio
            """,
            WeakGivenNames: "Asia Aurora Bruno Franco Italo Romano Rosa Santo Sole Vittoria",
            Surnames: """
            Amato Barbieri Barone Basile Battaglia Bellini Benedetti Bernardi Bianchi Bianco Bruno Cappelli Caputo Carbone Caruso Castelli Cattaneo Cavallo Ceccarelli Colombo Conte Conti Coppola Costa D'Amico D'Angelo Damiani
            Esposito Fabbri Farina Ferrara Ferrari Ferraro Ferretti Ferri Fiore Fontana Franchini Fusco Galli Gallo Gargiulo Garofalo Gatti Gentile Giordano Giuliani Grasso Greco Grassi Guerra Guidi Leone Lombardi Lombardo Longo Lupo
            Mancini Manfredi Marchetti Mariani Marini Marino Marotta Martinelli Martini Martino Mazza Melis Messina Milani Monti Montanari Morelli Moretti Moroni Napoli Negri Neri Orlando Pace Pagano Palmieri Palumbo Parisi Pastore
            Pellegrini Pellegrino Piras Poli Ricci Ricciardi Rinaldi Riva Rizzi Rizzo Romano Romeo Rossetti Rossi Ruggiero Ruggeri Russo Sala Salerno Sanna Santoro Sartori Scotti Serra Silvestri Sorrentino Testa Valente Valentini
            Vitale Vitali Zanetti Zanella
            """,
            WeakSurnames: "Costa Gallo Guerra Leone Longo Marino Messina Napoli Orlando Pace Roma Romano Sala Testa Villa"),
        new(
            "nl",
            GivenNames: """
            Adriaan Annelies Anouk Antje Anton Arjan Arjen Bart Bas Bastiaan Berend Bram Carolien Cees Cornelis Daan Diederik Dirk Elise Els Eva Evelien Femke Ferry Floor Frans Frits Geert Gerard Gerda Gerrit Gijs Hanneke Hans
            Harm Hendrik Henk Hilde Hugo Ilse Ineke Jaap Jacobus Jacoba Jan Janneke Jasper Jelle Jeroen Jet Joep Johan Johanna Joke Joost Joris Jurre Karin Kees Klaas Koen Koos Lieke Lars Leendert Liesbeth Lotte Luuk Maarten
            Maartje Margriet Marieke Marijke Marit Marloes Martijn Mees Merel Michiel Mieke Miriam Niels Nienke Noor Pieter Piet Renske Rianne Rik Rob Roel Rosalie Ruben Rutger Ruud Saar Sanne Sander Sem Siebe Sjoerd Sophie Stijn
            Tessa Teun Thijs Tim Tineke Tjeerd Trijntje Truus Tijmen Wessel Wendy Willem Willemijn Wim Wouter Yvonne
            """,
            WeakGivenNames: "Bas Bart Floor Jet Merel Noor Roos Rob Sem Bram Fleur Storm",
            Surnames: """
            Aalbers Bakker Beekman Boer Boersma Bosman Bouwman Brouwer Claassen Dekker Dijkstra Dijkman Driessen Eijk Evers Gerritsen Groot Haan Hendriks Hermans Hoekstra Hofman Hoogendoorn Huisman Huijbers Jacobs Janssen Jansen
            Jonker Joosten Kok Koster Kramer Kuiper Kuijpers Leeuwen Linden Maas Martens Meijer Mulder Nijhuis Nijland Peeters Peters Pietersen Postma Prins Reitsma Rijken Ruiter Sanders Schipper Scholten Schouten Sietsma Smeets Smit Smits
            Spaans Timmermans Timmerman Veenstra Verhoeven Vermeer Vermeulen Verbeek Verhagen Visser Vos Vries Wal Wessels Wijk Willems Willemsen Wolters Zijlstra Zwart
            """,
            WeakSurnames: "Berg Bos Dijk Graaf Jong Linde Maas Meer Post Prins Wit Zwart"),
        new(
            "pt",
            GivenNames: """
            Adriana Afonso Alexandre Aline Amélia Ana André Antônio António Armando Artur Beatriz Benedita Bernardo Bruna Bruno Caio Camila Carlos Carolina Catarina Cláudio Cristiane Daniela Débora Diogo Duarte Edson Eduarda Eduardo
            Elaine Fábio Fátima Felipe Filipa Filipe Flávia Flávio Francisca Francisco Gabriela Geraldo Gilberto Guilherme Gustavo Heitor Helena Henrique Igor Inês Isabela Ivo Jaqueline Joana João Joaquim Jorge José Juliana Júlio Larissa
            Leandro Leonardo Letícia Lígia Lourenço Luana Lucas Lúcia Luís Luísa Luiz Luiza Madalena Manuel Marcelo Márcia Márcio Marcos Margarida Mariana Mário Marta Mateus Matheus Miguel Mônica Murilo Natália Nelson Nuno Otávio Patrícia
            Paula Paulo Pedro Priscila Rafael Rafaela Raimundo Raquel Regina Renata Renato Ricardo Rita Roberto Rodrigo Rogério Rosana Rui Salvador Sandra Sérgio Sílvia Simão Sônia Susana Tatiana Teresa Thaís Thiago Tiago Tomás Vanessa
            Vasco Vera Vinícius Vítor Wagner Zélia
            """,
            WeakGivenNames: "Alma Conceição Graça Luz Mar Salvador Vitória Vera Estrela",
            Surnames: """
            Abreu Albuquerque Almeida Alves Amaral Amorim Andrade Antunes Araújo Azevedo Baptista Barbosa Barros Batista Bastos Bento Bezerra Borges Braga Brito Cabral Caldeira Campos Cardoso Carneiro Carvalho Castro Cavalcanti Coelho
            Cordeiro Correia Costa Coutinho Cunha Dias Domingues Duarte Esteves Farias Faria Fernandes Ferreira Figueiredo Fonseca Freitas Garcia Gomes Gonçalves Guedes Guimarães Henriques Leal Leite Lima Lopes Loureiro Lourenço Macedo
            Machado Magalhães Maia Marques Martins Matos Medeiros Melo Mendes Mendonça Menezes Miranda Monteiro Morais Moreira Mota Moura Nascimento Neves Nogueira Nunes Oliveira Pacheco Paiva Peixoto Pereira Pimenta Pinheiro Pinto Pires
            Queiroz Ramos Rebelo Reis Resende Ribeiro Rocha Rodrigues Salgado Sampaio Santana Santos Saraiva Silva Silveira Simões Soares Sousa Souza Tavares Teixeira Teles Torres Valente Vasconcelos Vaz Viana Vieira Xavier
            """,
            WeakSurnames: "Braga Campos Costa Cruz Leal Pinto Rocha Reis Santos Silva Torres"),
        new(
            "sv",
            GivenNames: """
            Agneta Albin Alva Anders Anette Anita Ann-Marie Annika Arne Arvid Åke Åsa Astrid Axel Bengt Berit Birgitta Bo Börje Britt Camilla Carin Catharina Christer Ebba Elin Elsa Emelie Emma Erik Eskil Eva Filip Fredrik Freja Frida
            Gösta Gudrun Gunilla Gunnar Göran Gustaf Gustav Håkan Hanna Hans Henrik Henrietta Hilding Hjalmar Inga Ingela Ingemar Inger Ingvar Isak Jan Jenny Johan Jonas Jonna Jörgen Josefin Julia Karin Karl Kerstin Kjell
            Klara Kristina Lars Lena Lennart Linnea Linnéa Lisbeth Lovisa Magnus Maj Malin Margareta Margit Marianne Marit Mats Matilda Mikael Moa Monika Nils Ola Olle Olof Östen Oskar Per Pernilla Pontus Ragnar Rasmus Rolf Rune Sara
            Signe Sigrid Siv Sofia Solveig Staffan Stefan Stig Sture Sven Svea Thorbjörn Tord Torbjörn Tore Torsten Tova Tove Tyra Ulf Ulla Ulrika Vidar Viktor Wilma Yngve
            Aksel Anne-Grete Bjørn Gro Håkon Ingrid Jørgen Kåre Knut Lise Marius Mette Morten Odd Øystein Ragnhild Rasmus Sigurd Søren Terje Thor Torill Trond Trine Turid Vegard Aino Antti Eero Hannu Jari Jukka Juha Kaisa Kalle
            Kari Mika Mikko Minna Päivi Pekka Riikka Sanna Sari Seppo Tapani Timo Tuomas Tuula Veikko Ville
            """,
            WeakGivenNames: "Alba Bo Björn Maj Odd Ola Per Siv Stig Ulf Sten Tor",
            Surnames: """
            Ahlström Alm Andersson Andreasson Arvidsson Axelsson Bengtsson Berggren Berglund Bergman Bergström Björk Björklund Blom Blomqvist Boström Carlsson Claesson Dahl Dahlberg Danielsson Edström Ek Eklund Ekström Eliasson
            Engström Ericsson Eriksson Falk Forsberg Forsman Fransson Fredriksson Gunnarsson Gustafsson Gustavsson Håkansson Hallberg Hansson Hedlund Hedström Hellström Henriksson Hermansson Holm Holmberg Holmgren Holmqvist
            Isaksson Ivarsson Jakobsson Jansson Johansson Jonasson Jonsson Jönsson Josefsson Karlsson Larsson Lindberg Lindblom Lindgren Lindholm Lindqvist Lindström Ljungberg Löfgren Lundberg Lundgren Lundin Lundqvist
            Lundström Magnusson Månsson Martinsson Mattsson Mårtensson Nilsson Norberg Nordin Nordström Norén Nyberg Nyström Öberg Ohlsson Olofsson Olsson Öström Persson Pettersson Pålsson Rosén Samuelsson Sandberg Sandström Sjöberg
            Sjögren Ström Strömberg Sundberg Sundström Svensson Söderberg Söderström Viklund Wallin Wikström Åberg Åkesson Åström Bakke Berg Berge Christensen Dahl Eide Hagen Halvorsen Hansen Haugen Henriksen Iversen Jacobsen Jensen Johansen
            Johnsen Jørgensen Karlsen Kristensen Kristiansen Larsen Lund Lunde Madsen Moen Mortensen Møller Nielsen Nilsen Olsen Pedersen Poulsen Rasmussen Solberg Strand Sørensen Thomsen Heikkinen Järvinen Karjalainen Korhonen Koskinen
            Laine Lehtinen Mäkelä Mäkinen Nieminen Niemi Rantanen Saarinen Salminen Virtanen
            """,
            WeakSurnames: "Alm Berg Dahl Ek Falk Holm Lind Lund Nord Strand Ström Sand Wall"),
    ];
}
